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
