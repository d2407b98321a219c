package dev.samovar.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OrderedMapTest {
    private static final long SEED = Long.getLong("seed", System.nanoTime());

    @Test
    void keepsTheOrderOfItsKeys() {
        OrderedMap<Integer> map = new OrderedMap<>();
        for (int i = 0; i < 100; i++) {
            map.put("key" + i, i);
        }

        assertThat(map.size()).isEqualTo(100);
        assertThat(map.keys()).startsWith("key0", "key1", "key2").endsWith("key98", "key99");
        assertThat(map.values()).startsWith(0, 1, 2).endsWith(98, 99);
    }

    @Test
    void aNewValueTakesTheTurnOfTheOld() {
        OrderedMap<Integer> map = new OrderedMap<>();
        map.put("a", 1);
        map.put("b", 2);
        map.put("a", 3);

        assertThat(map.keys()).containsExactly("a", "b");
        assertThat(map.values()).containsExactly(3, 2);
    }

    @Test
    void whoComesBackComesLast() {
        OrderedMap<Integer> map = new OrderedMap<>();
        map.put("a", 1);
        map.put("b", 2);

        assertThat(map.remove("a")).isEqualTo(1);
        assertThat(map.get("a")).isNull();
        assertThat(map.remove("a")).isNull();

        map.put("a", 3);
        assertThat(map.keys()).containsExactly("b", "a");
        assertThat(map.size()).isEqualTo(2);
    }

    @Test
    void keysOfOneHashAreKeptApart() {
        OrderedMap<Integer> map = new OrderedMap<>();
        map.put("Aa", 1);
        map.put("BB", 2);
        map.remove("Aa");

        assertThat(map.get("Aa")).isNull();
        assertThat(map.get("BB")).isEqualTo(2);
    }

    @Test
    void itsListsStayAsTheyWere() {
        OrderedMap<Integer> map = new OrderedMap<>();
        map.put("a", 1);
        var keys = map.keys();
        var values = map.values();
        map.clear();

        assertThat(map.size()).isZero();
        assertThat(map.get("a")).isNull();
        assertThat(keys).containsExactly("a");
        assertThat(values).containsExactly(1);
    }

    @Test
    void doesWhatALinkedHashMapDoes() {
        System.out.println("OrderedMapTest -Dseed=" + SEED);
        Random random = new Random(SEED);
        Map<String, Integer> expected = new LinkedHashMap<>();
        OrderedMap<Integer> map = new OrderedMap<>();
        for (int i = 0; i < 20_000; i++) {
            String key = Integer.toString(random.nextInt(300));
            if (random.nextInt(10) < (i / 1_000) % 10) {
                assertThat(map.remove(key)).isEqualTo(expected.remove(key));
            } else {
                expected.put(key, i);
                map.put(key, i);
            }
            assertThat(map.size()).isEqualTo(expected.size());
        }
        assertThat(map.keys()).isEqualTo(new ArrayList<>(expected.keySet()));
        assertThat(map.values()).isEqualTo(new ArrayList<>(expected.values()));
    }
}
