// uses shop.LineCodec
// uses shop.OfCodec
/** What somebody orders. */
export interface Order {
  readonly lines: readonly Line[];
  readonly coupons: readonly string[];
  readonly sizes?: readonly ("s" | "#l")[] | null;
  readonly days: Of;
  readonly extra?: Line | null;
}
