package shop;

import dev.samovar.protocol.Value;
import dev.samovar.sync.ArgsDecoder;
import dev.samovar.sync.ArgsReader;
import dev.samovar.sync.ResultEncoder;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.annotation.processing.Generated;

/** Made of {@link Range.Of} by the build: change that. */
@Generated("dev.samovar.codegen.CodecProcessor")
final class OfCodec implements ArgsDecoder<Range.Of>, ResultEncoder<Range.Of> {
    @Override
    public Range.Of decode(ArgsReader in) {
        return new Range.Of(
                (int) in.integer("first", dev.samovar.sync.Range.INT),
                (int) in.integer("last", dev.samovar.sync.Range.INT));
    }

    @Override
    public Value encode(Range.Of value) {
        Map<String, Value> entries = new LinkedHashMap<>();
        entries.put("first", Value.of(value.first()));
        entries.put("last", Value.of(value.last()));
        return new Value.Map(entries);
    }
}
