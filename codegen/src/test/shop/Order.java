package shop;

import dev.samovar.sync.Limit;
import dev.samovar.sync.Payload;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What somebody orders. */
@Payload
record Order(
        @Limit(min = 1, max = 3) List<Line> lines,
        List<String> coupons,
        @Nullable List<Article.Size> sizes,
        Range.Of days,
        @Nullable Line extra) {
    /** So many of an article. */
    @Payload
    record Line(String sku, int count, @Nullable String note) {}
}
