package dev.samovar.protocol;

import java.util.AbstractList;
import java.util.List;

/** A view of a list that cannot be changed. Compiled by TeaVM, that of the class library brings a dozen classes. */
final class FixedList<T> extends AbstractList<T> {
    private final List<T> items;

    FixedList(List<T> items) {
        this.items = items;
    }

    @Override
    public T get(int index) {
        return items.get(index);
    }

    @Override
    public int size() {
        return items.size();
    }
}
