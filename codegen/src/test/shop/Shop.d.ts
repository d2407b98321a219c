// Made of the Java class Shop by the build: change that.

/**
 * An article of the Shop, with a column of every type there is. Its description is long on purpose, because
 * what does not fit into one line is broken where a word ends.
 */
export interface Article {
  readonly sku: string;
  readonly title: string;
  readonly "sub-title": string | null;
  readonly shown: boolean;
  readonly fragile: boolean | null;
  readonly stock: number;
  readonly shelf: number | null;
  readonly cents: number;
  readonly oldCents: number | null;
  readonly barcode: bigint;
  readonly oldBarcode: bigint | null;
  readonly grams: number;
  readonly stars: number | null;
  readonly size: "s" | "#l";
  readonly fallback: "s" | "#l" | null;
  /** when it `came` */
  readonly added_at: number;
  readonly soldAt: number | null;
  readonly image: Uint8Array;
  readonly label: Uint8Array | null;
  readonly raw: Uint8Array;
  readonly rest: Uint8Array | null;
  readonly sold?: number | null;
}

/** So many of an article. */
export interface Line {
  readonly sku: string;
  readonly count: number;
  readonly note?: string | null;
}

export interface Of {
  readonly first: number;
  readonly last: number;
}

/** What somebody orders. */
export interface Order {
  readonly lines: readonly Line[];
  readonly coupons: readonly string[];
  readonly sizes?: readonly ("s" | "#l")[] | null;
  readonly days: Of;
  readonly extra?: Line | null;
}

export interface Ordered {
  readonly order: Order;
  readonly articles: readonly Article[];
}

/** What Shop offers. */
export interface Api {
  collections: {
    articles: Article;
    notes: { readonly id: string; readonly pinned: boolean | null; readonly text: unknown; };
  };
  commands: {
    order(args: Order): Ordered;
    echo(args: Article): Article;
    when(): unknown;
    "by-hand"(args: unknown): unknown;
  };
}
