package shop;

import dev.samovar.protocol.Value;
import dev.samovar.protocol.query.ColumnType;
import dev.samovar.sync.ArgsDecoder;
import dev.samovar.sync.ArgsReader;
import dev.samovar.sync.Length;
import dev.samovar.sync.Range;
import dev.samovar.sync.ResultEncoder;
import dev.samovar.sync.RowCodec;
import dev.samovar.sync.RowReader;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.annotation.processing.Generated;
import org.jspecify.annotations.Nullable;

/** Made of {@link Article} by the build: change that. */
@Generated("dev.samovar.codegen.CodecProcessor")
public final class ArticleCodec implements RowCodec<Article>, ArgsDecoder<Article>, ResultEncoder<Article> {
    private static final List<String> COLUMNS = List.of("sku", "title", "sub-title", "shown", "fragile", "stock", "shelf", "cents", "oldCents", "barcode", "oldBarcode", "grams", "stars", "size", "fallback", "added_at", "soldAt", "image", "label", "raw", "rest");
    private static final List<String> SIZE_NAMES = List.of("s", "\u0023l");
    private static final List<String> FALLBACK_NAMES = List.of("s", "\u0023l");

    @Override
    public String primaryKey() {
        return "sku";
    }

    @Override
    public List<String> columns() {
        return COLUMNS;
    }

    @Override
    public ColumnType type(String column) {
        return switch (column) {
            case "sku", "title", "sub-title", "size", "fallback" -> ColumnType.TEXT;
            case "shown", "fragile" -> ColumnType.BOOLEAN;
            case "stock", "shelf", "cents", "oldCents", "grams", "stars", "added_at", "soldAt", "sold" -> ColumnType.NUMBER;
            case "barcode", "oldBarcode" -> ColumnType.BIGINT;
            case "image", "label", "raw", "rest" -> ColumnType.BYTES;
            default -> ColumnType.STORED;
        };
    }

    @Override
    public Article decode(RowReader in) {
        return new Article(
                in.text("sku"),
                in.text("title", Length.of(1, 20)),
                in.textOrNull("sub-title"),
                in.bool("shown"),
                in.boolOrNull("fragile"),
                (int) in.integer("stock", Range.of(0, 2147483647)),
                in.isNull("shelf") ? null : (int) in.integer("shelf", Range.INT),
                in.integer("cents", Range.max(9000000000L)),
                in.integerOrNull("oldCents"),
                in.bigint("barcode"),
                in.bigintOrNull("oldBarcode"),
                in.number("grams"),
                in.numberOrNull("stars"),
                in.choice("size", SIZE_NAMES, Article.Size.values()),
                in.choiceOrNull("fallback", FALLBACK_NAMES, Article.Size.values()),
                Instant.ofEpochMilli(in.integer("added_at")),
                in.isNull("soldAt") ? null : Instant.ofEpochMilli(in.integer("soldAt")),
                Value.of(in.bytes("image")),
                in.isNull("label") ? null : Value.of(in.bytes("label")),
                in.bytes("raw"),
                in.bytesOrNull("rest"),
                in.integerOrNull("sold"));
    }

    @Override
    public List<@Nullable Object> bindings(Article row) {
        return Arrays.asList(
                row.sku(),
                row.title(),
                row.subtitle(),
                row.shown(),
                row.fragile(),
                row.stock(),
                row.shelf(),
                row.cents(),
                row.oldCents(),
                row.barcode(),
                row.oldBarcode(),
                row.grams(),
                row.stars(),
                SIZE_NAMES.get(row.size().ordinal()),
                row.fallback() == null ? null : FALLBACK_NAMES.get(row.fallback().ordinal()),
                row.addedAt().toEpochMilli(),
                row.soldAt() == null ? null : row.soldAt().toEpochMilli(),
                row.image().value(),
                row.label() == null ? null : row.label().value(),
                row.raw(),
                row.rest());
    }

    @Override
    public Article decode(ArgsReader in) {
        return decode((RowReader) in);
    }

    @Override
    public Value encode(Article value) {
        Map<String, Value> entries = new LinkedHashMap<>();
        entries.put("sku", Value.of(value.sku()));
        entries.put("title", Value.of(value.title()));
        entries.put("sub-title", value.subtitle() == null ? Value.NULL : Value.of(value.subtitle()));
        entries.put("shown", Value.of(value.shown()));
        entries.put("fragile", value.fragile() == null ? Value.NULL : Value.of(value.fragile()));
        entries.put("stock", Value.of(value.stock()));
        entries.put("shelf", value.shelf() == null ? Value.NULL : Value.of(value.shelf()));
        entries.put("cents", Value.of(value.cents()));
        entries.put("oldCents", value.oldCents() == null ? Value.NULL : Value.of(value.oldCents()));
        entries.put("barcode", Value.BigInt.of(value.barcode()));
        entries.put("oldBarcode", value.oldBarcode() == null ? Value.NULL : Value.BigInt.of(value.oldBarcode()));
        entries.put("grams", Value.of(value.grams()));
        entries.put("stars", value.stars() == null ? Value.NULL : Value.of(value.stars()));
        entries.put("size", Value.of(SIZE_NAMES.get(value.size().ordinal())));
        entries.put("fallback", value.fallback() == null ? Value.NULL : Value.of(FALLBACK_NAMES.get(value.fallback().ordinal())));
        entries.put("added_at", Value.of(value.addedAt().toEpochMilli()));
        entries.put("soldAt", value.soldAt() == null ? Value.NULL : Value.of(value.soldAt().toEpochMilli()));
        entries.put("image", value.image());
        entries.put("label", value.label() == null ? Value.NULL : value.label());
        entries.put("raw", Value.of(value.raw()));
        entries.put("rest", value.rest() == null ? Value.NULL : Value.of(value.rest()));
        entries.put("sold", value.sold() == null ? Value.NULL : Value.of(value.sold()));
        return new Value.Map(entries);
    }
}
