/** The places in lines that a query reads, each once, in the order in which they are first asked for. */
export class JsonPlaces {
  readonly #places = new Map<string, number>();

  /** The position of a place, from 0. */
  indexOf(place: string): number {
    const known = this.#places.get(place) ?? this.#places.size;
    this.#places.set(place, known);
    return known;
  }

  /** All of them, by position. */
  all(): string[] {
    return [...this.#places.keys()];
  }
}
