package dev.samovar.codegen;

import java.util.Map;
import java.util.Objects;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.util.ElementFilter;
import org.jspecify.annotations.Nullable;

/** The annotations the processor knows, by name: a compiler that loads it need not have their classes. */
final class Marks {
    static final String ROW = "dev.samovar.sync.Row";
    static final String PAYLOAD = "dev.samovar.sync.Payload";
    static final String LIMIT = "dev.samovar.sync.Limit";
    static final String BIG_INT = "dev.samovar.sync.BigInt";
    static final String JACKSON = "com.fasterxml.jackson.annotation.";
    static final String JSON_PROPERTY = JACKSON + "JsonProperty";

    private Marks() {}

    /** The mark of an element, or {@code null}. */
    static @Nullable AnnotationMirror find(Element element, String name) {
        for (AnnotationMirror mark : element.getAnnotationMirrors()) {
            if (nameOf(mark).equals(name)) {
                return mark;
            }
        }
        return null;
    }

    static String nameOf(AnnotationMirror mark) {
        return ((TypeElement) mark.getAnnotationType().asElement())
                .getQualifiedName()
                .toString();
    }

    /**
     * A component's field: annotations that may not stand on components land there, and it has a place in the source.
     */
    static Element fieldOf(RecordComponentElement component) {
        Element record = Objects.requireNonNull(component.getEnclosingElement());
        for (VariableElement field : ElementFilter.fieldsIn(record.getEnclosedElements())) {
            if (field.getSimpleName().equals(component.getSimpleName())) {
                return field;
            }
        }
        return component;
    }

    /** What was given for a member, or {@code null} if nothing was. */
    static @Nullable Object given(AnnotationMirror mark, String member) {
        for (Map.Entry<? extends ExecutableElement, ? extends AnnotationValue> entry :
                mark.getElementValues().entrySet()) {
            if (entry.getKey().getSimpleName().contentEquals(member)) {
                return entry.getValue().getValue();
            }
        }
        return null;
    }
}
