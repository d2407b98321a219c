package dev.samovar.codegen;

import dev.samovar.codegen.CodecModel.Component;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.NestingKind;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/** Reads a marked record from its source, and finds everything that keeps it from having a codec. */
final class RecordParser {
    private final ProcessingEnvironment environment;
    private final Problems problems;
    private final JacksonMarks jackson;
    private final ComponentTypes types;

    RecordParser(ProcessingEnvironment environment, Problems problems) {
        this.environment = environment;
        this.problems = problems;
        this.jackson = new JacksonMarks(problems);
        this.types = new ComponentTypes(environment, problems);
    }

    /**
     * The record, or {@code null} if it cannot have a codec; then there are problems, or the compiler has found one.
     */
    @Nullable
    CodecModel parse(TypeElement record) {
        if (record.getKind() != ElementKind.RECORD) {
            problems.add(
                    record,
                    record.getSimpleName()
                            + " is no record, and codecs are made of records. Make it one, or write its codec by hand.");
            return null;
        }
        requireReachable(record);
        jackson.refuseOn(record);
        AnnotationMirror row = Marks.find(record, Marks.ROW);
        List<Component> components = new ArrayList<>();
        boolean isWhole = true;
        for (RecordComponentElement element : record.getRecordComponents()) {
            Component component = component(element, row != null);
            if (component == null) {
                isWhole = false;
            } else {
                components.add(component);
            }
        }
        requireDistinct(record, components);
        String key = row == null ? null : key(row);
        if (key != null && isWhole) {
            requireKey(record, components, key);
        }
        if (!isWhole || problems.count() > 0) {
            return null;
        }
        return new CodecModel(
                packageOf(environment, record),
                nameOf(record),
                record.getSimpleName() + "Codec",
                record.getModifiers().contains(Modifier.PUBLIC),
                key,
                Marks.find(record, Marks.PAYLOAD) != null,
                components,
                Javadoc.parse(environment.getElementUtils().getDocComment(record)));
    }

    private static String key(AnnotationMirror row) {
        return Marks.given(row, "key") instanceof String given ? given : "id";
    }

    static String packageOf(ProcessingEnvironment environment, TypeElement type) {
        return environment
                .getElementUtils()
                .getPackageOf(type)
                .getQualifiedName()
                .toString();
    }

    /** With the names of the classes it is nested in. */
    static String nameOf(TypeElement type) {
        return type.getEnclosingElement() instanceof TypeElement outer
                ? nameOf(outer) + "." + type.getSimpleName()
                : type.getSimpleName().toString();
    }

    /** What keeps a type from being seen by the classes of its package: itself, or one it is nested in; or nothing. */
    static @Nullable Element privateOf(TypeElement type) {
        for (Element element = type; element instanceof TypeElement; element = element.getEnclosingElement()) {
            if (element.getModifiers().contains(Modifier.PRIVATE)) {
                return element;
            }
        }
        return null;
    }

    private void requireReachable(TypeElement record) {
        if (record.getNestingKind() == NestingKind.LOCAL) {
            problems.add(
                    record,
                    record.getSimpleName() + " is inside a method, where its codec cannot see it. Move it out.");
        }
        Element hidden = privateOf(record);
        if (hidden != null) {
            problems.add(
                    record,
                    hidden.getSimpleName() + " is private, so the codec of " + record.getSimpleName()
                            + " cannot see it. Take the word private away.");
        }
        if (!record.getTypeParameters().isEmpty()) {
            problems.add(
                    record,
                    record.getSimpleName()
                            + " has type parameters, and a codec is of one type. Make a record of each.");
        }
    }

    private @Nullable Component component(RecordComponentElement element, boolean isRow) {
        JacksonMarks.Property property = jackson.property(element);
        FieldType type = types.typeOf(element, isRow);
        if (type == null) {
            return null;
        }
        String name = element.getSimpleName().toString();
        boolean isNullable = ComponentTypes.isNullable(element);
        boolean isReadOnly = property.isReadOnly();
        if (isReadOnly && !isNullable) {
            problems.add(
                    element,
                    name
                            + " is read-only, so a new row comes without it. Let it be null: @Nullable, and Boolean, Integer,"
                            + " Long or Double in place of a primitive.");
        }
        if (isReadOnly && !isRow) {
            problems.add(element, name + " is read-only, which only a column can be. Take the access away.");
        }
        return new Component(
                name,
                property.name().isEmpty() ? name : property.name(),
                type,
                isNullable,
                isReadOnly,
                bounds(element, type));
    }

    private Bounds bounds(RecordComponentElement element, FieldType type) {
        AnnotationMirror limit = Marks.find(element, Marks.LIMIT);
        if (limit == null) {
            return Bounds.NONE;
        }
        Bounds bounds = new Bounds((Long) Marks.given(limit, "min"), (Long) Marks.given(limit, "max"));
        long min = bounds.min() == null ? Long.MIN_VALUE : bounds.min();
        long max = bounds.max() == null ? Long.MAX_VALUE : bounds.max();
        String name = element.getSimpleName().toString();
        if (type.measure() == FieldType.Measure.NOTHING) {
            problems.add(
                    element,
                    name + " has nothing to limit: @Limit is for texts, bytes, lists, int, long and double. Check other"
                            + " things in the record's constructor.");
        } else if (min > max) {
            problems.add(element, "The limit of " + name + " is from " + min + " to " + max + ", which nothing is.");
        } else if (type.measure() == FieldType.Measure.LENGTH
                && ((bounds.min() != null && min < 0) || (bounds.max() != null && max > Integer.MAX_VALUE))) {
            problems.add(element, "The limit of " + name + " is a length, from 0 to 2147483647. Give it within that.");
        } else if (type.measure() == FieldType.Measure.RANGE && !isExact(bounds)) {
            problems.add(
                    element,
                    "The limit of " + name + " is beyond 2^53-1, where numbers have gaps. Leave that end open.");
        }
        return bounds;
    }

    private static boolean isExact(Bounds bounds) {
        long most = (1L << 53) - 1;
        return (bounds.min() == null || Math.abs(bounds.min()) <= most)
                && (bounds.max() == null || Math.abs(bounds.max()) <= most);
    }

    private void requireDistinct(TypeElement record, List<Component> components) {
        Set<String> seen = new HashSet<>();
        for (Component component : components) {
            if (!seen.add(component.column())) {
                problems.add(
                        record,
                        "Two components of " + record.getSimpleName() + " are called " + component.column()
                                + ". Give one of them another name with @JsonProperty.");
            }
        }
    }

    private void requireKey(TypeElement record, List<Component> components, String key) {
        for (Component component : components) {
            if (component.column().equals(key)) {
                if (component.type() != Scalar.TEXT || component.isNullable() || component.isReadOnly()) {
                    problems.add(
                            record,
                            "The primary key " + key + " of " + record.getSimpleName()
                                    + " must be a String that clients write and that is never null: keys travel as text.");
                }
                return;
            }
        }
        problems.add(
                record,
                record.getSimpleName() + " has no column " + key
                        + " to be the primary key. Say which column is: @Row(key = \"...\").");
    }
}
