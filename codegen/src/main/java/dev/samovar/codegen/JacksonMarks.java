package dev.samovar.codegen;

import java.util.Set;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.VariableElement;

/**
 * What Jackson's annotations say of a record. {@code @JsonProperty} is honoured, its name and access; what would be
 * ignored is refused, because it means something to whoever wrote it.
 */
final class JacksonMarks {
    private static final Set<String> HONOURED = Set.of("value", "access");
    private static final String ONLY = "Of Jackson's annotations only @JsonProperty, with a name and with access ="
            + " READ_ONLY, means something to a codec";

    private final Problems problems;

    JacksonMarks(Problems problems) {
        this.problems = problems;
    }

    /**
     * What {@code @JsonProperty} says.
     *
     * @param name may be empty
     */
    record Property(String name, boolean isReadOnly) {
        static final Property NONE = new Property("", false);
    }

    Property property(RecordComponentElement component) {
        Element bearer = bearer(component);
        refuseOn(bearer, component);
        AnnotationMirror mark = Marks.find(bearer, Marks.JSON_PROPERTY);
        if (mark == null) {
            return Property.NONE;
        }
        for (ExecutableElement member : mark.getElementValues().keySet()) {
            if (!HONOURED.contains(member.getSimpleName().toString())) {
                problems.add(
                        component,
                        ONLY + ", not " + member.getSimpleName() + ". Take that away from " + component.getSimpleName()
                                + ".");
            }
        }
        String access = Marks.given(mark, "access") instanceof VariableElement given
                ? given.getSimpleName().toString()
                : "AUTO";
        if (access.equals("WRITE_ONLY")) {
            problems.add(
                    component,
                    component.getSimpleName()
                            + " is write-only, but clients see every column. Keep what they must not see"
                            + " in another table.");
        }
        return new Property(nameOf(bearer), access.equals("READ_ONLY"));
    }

    /**
     * Where the compiler puts what stands on the component; or its accessor, if that was written with some of its own.
     */
    private static Element bearer(RecordComponentElement component) {
        Element field = Marks.fieldOf(component);
        return hasSome(field) ? field : component.getAccessor();
    }

    private static boolean hasSome(Element element) {
        return element.getAnnotationMirrors().stream()
                .anyMatch(mark -> Marks.nameOf(mark).startsWith(Marks.JACKSON));
    }

    /** The name that an element is given; may be empty. */
    static String nameOf(Element element) {
        AnnotationMirror mark = Marks.find(element, Marks.JSON_PROPERTY);
        return mark != null && Marks.given(mark, "value") instanceof String name ? name : "";
    }

    void refuseOn(Element element) {
        refuseOn(element, element);
    }

    private void refuseOn(Element element, Element at) {
        for (AnnotationMirror mark : element.getAnnotationMirrors()) {
            String name = Marks.nameOf(mark);
            if (name.startsWith(Marks.JACKSON) && !name.equals(Marks.JSON_PROPERTY)) {
                problems.add(
                        at,
                        ONLY + ", not @" + name.substring(Marks.JACKSON.length()) + ". Take it away from "
                                + at.getSimpleName() + ", or write the codec by hand.");
            }
        }
    }
}
