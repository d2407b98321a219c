package shop;

import dev.samovar.protocol.Value;
import dev.samovar.sync.ArgsDecoder;
import dev.samovar.sync.ArgsReader;
import dev.samovar.sync.Length;
import dev.samovar.sync.ResultEncoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.annotation.processing.Generated;

/** Made of {@link Order} by the build: change that. */
@Generated("dev.samovar.codegen.CodecProcessor")
final class OrderCodec implements ArgsDecoder<Order>, ResultEncoder<Order> {
    private static final List<String> SIZES_NAMES = List.of("s", "\u0023l");

    @Override
    public Order decode(ArgsReader in) {
        return new Order(
                in.list("lines", Length.of(1, 3), new LineCodec()),
                in.items("coupons", Length.max(Integer.MAX_VALUE), (list, item) -> list.text(item)),
                in.isNull("sizes") ? null : in.items("sizes", Length.max(Integer.MAX_VALUE), (list, item) -> list.choice(item, SIZES_NAMES, Article.Size.values())),
                in.object("days", new OfCodec()),
                in.isNull("extra") ? null : in.object("extra", new LineCodec()));
    }

    @Override
    public Value encode(Order value) {
        Map<String, Value> entries = new LinkedHashMap<>();
        entries.put("lines", ResultEncoder.list(value.lines(), new LineCodec()));
        entries.put("coupons", ResultEncoder.list(value.coupons(), item -> Value.of(item)));
        entries.put("sizes", value.sizes() == null ? Value.NULL : ResultEncoder.list(value.sizes(), item -> Value.of(SIZES_NAMES.get(item.ordinal()))));
        entries.put("days", new OfCodec().encode(value.days()));
        entries.put("extra", value.extra() == null ? Value.NULL : new LineCodec().encode(value.extra()));
        return new Value.Map(entries);
    }
}
