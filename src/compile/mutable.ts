/** A value that is being put together, property by property: spreading each in takes twenty times as long. */
export type Mutable<T> = { -readonly [Key in keyof T]?: T[Key] };
