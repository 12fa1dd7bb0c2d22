# Builds the package beside dist/, as `$package`: other stages read dist/ and its types. Source it from the
# repository's root.
package="$PWD/.cache/built-package"
mkdir -p "$package"
cp package.json "$package/"
npx --no-install tsup --no-dts --format esm --out-dir "$package/dist" --silent
