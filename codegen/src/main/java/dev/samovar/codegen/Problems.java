package dev.samovar.codegen;

import javax.annotation.processing.Messager;
import javax.lang.model.element.Element;
import javax.lang.model.element.RecordComponentElement;
import javax.tools.Diagnostic;

/** What keeps one record from having a codec. Each problem says what is wrong, why, and what to do. */
final class Problems {
    private final Messager messager;
    private int count;

    Problems(Messager messager) {
        this.messager = messager;
    }

    void add(Element at, String problem) {
        count++;
        messager.printMessage(
                Diagnostic.Kind.ERROR,
                problem,
                at instanceof RecordComponentElement component ? Marks.fieldOf(component) : at);
    }

    /** How many there are so far. */
    int count() {
        return count;
    }
}
