package dev.samovar.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class SmallMapTest {
    @Test
    void behavesLikeAMapOfTheSameEntries() {
        SmallMap map = twoEntries();
        Map<String, Value> expected = new LinkedHashMap<>();
        expected.put("b", Value.of(1));
        expected.put("a", Value.NULL);

        assertThat(map).isEqualTo(expected).hasSameHashCodeAs(expected).hasSize(2);
        assertThat(expected).isEqualTo(map);
        assertThat(map.keySet()).containsExactly("b", "a");
        assertThat(map.get("a")).isEqualTo(Value.NULL);
        assertThat(map.get("c")).isNull();
        assertThat(map.get(null)).isNull();
        assertThat(map.containsKey("b")).isTrue();
        assertThat(map.containsKey("c")).isFalse();
    }

    @Test
    void equalKeyKeepsItsPlaceAndTakesTheLastValue() {
        SmallMap map = twoEntries();

        map.add("b", Value.of(2));

        assertThat(map.keySet()).containsExactly("b", "a");
        assertThat(map.get("b")).isEqualTo(Value.of(2));
    }

    @Test
    void cannotBeChangedThroughTheMapInterface() {
        SmallMap map = twoEntries();

        assertThatThrownBy(() -> map.put("c", Value.NULL)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> map.remove("a")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(map::clear).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> map.entrySet().iterator().next().setValue(Value.NULL))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void iterationEnds() {
        Iterator<Map.Entry<String, Value>> entries = new SmallMap(0).entrySet().iterator();

        assertThat(entries.hasNext()).isFalse();
        assertThatThrownBy(entries::next).isInstanceOf(NoSuchElementException.class);
    }

    private static SmallMap twoEntries() {
        SmallMap map = new SmallMap(3);
        map.add("b", Value.of(1));
        map.add("a", Value.NULL);
        return map;
    }
}
