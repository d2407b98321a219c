package dev.samovar.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.sync.SyncDurableObject;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoldenTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {"ArticleCodec.java", "ArticleCodec.d.ts", "OrderCodec.java", "OrderCodec.d.ts", "OfCodec.java"})
    void theShopsRecordsGiveTheseFiles(String name) throws IOException {
        Compilation shop = ShopSources.compile(folder);

        assertThat(shop.messages()).isEmpty();
        assertThat(shop.generated("shop/" + name)).isEqualTo(ShopSources.expected(name));
    }

    @Test
    void theShopOffersThis() throws IOException, ReflectiveOperationException {
        SyncDurableObject<?> shop = ShopSources.compile(folder).instance("shop.Shop", SyncDurableObject.class);

        assertThat(TypeScriptApi.of(shop)).isEqualTo(ShopSources.expected("Shop.d.ts"));
    }
}
