const exercise = require("./exercise.cjs");

exercise((subpath) => require(subpath)).then(
  () => console.log("works as CommonJS"),
  (error) => {
    console.error(error);
    process.exitCode = 1;
  },
);
