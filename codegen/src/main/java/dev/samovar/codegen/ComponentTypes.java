package dev.samovar.codegen;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/** The types of components. */
final class ComponentTypes {
    private static final Map<String, Scalar> CLASSES = Map.of(
            "java.lang.Boolean", Scalar.BOOLEAN,
            "java.lang.Integer", Scalar.INT,
            "java.lang.Long", Scalar.LONG,
            "java.lang.Double", Scalar.DOUBLE,
            "java.lang.String", Scalar.TEXT,
            "java.time.Instant", Scalar.INSTANT,
            "dev.samovar.protocol.Value.Bytes", Scalar.BYTES_VALUE);
    private static final Map<TypeKind, Scalar> PRIMITIVES = Map.of(
            TypeKind.BOOLEAN, Scalar.BOOLEAN,
            TypeKind.INT, Scalar.INT,
            TypeKind.LONG, Scalar.LONG,
            TypeKind.DOUBLE, Scalar.DOUBLE);
    private static final String SCALARS = "boolean, int, long, double, String, Instant, an enum, byte[] or Value.Bytes";
    private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

    private final ProcessingEnvironment environment;
    private final Problems problems;

    ComponentTypes(ProcessingEnvironment environment, Problems problems) {
        this.environment = environment;
        this.problems = problems;
    }

    /** By a mark of any library: on the type, or on the component. */
    static boolean isNullable(RecordComponentElement component) {
        return isNullable(component.asType().getAnnotationMirrors()) || isNullable(component.getAnnotationMirrors());
    }

    private static boolean isNullable(List<? extends AnnotationMirror> marks) {
        return marks.stream()
                .anyMatch(mark ->
                        mark.getAnnotationType().asElement().getSimpleName().contentEquals("Nullable"));
    }

    /** The type, or {@code null} if there is a problem or the compiler will tell of one. */
    @Nullable
    FieldType typeOf(RecordComponentElement component, boolean isRow) {
        TypeMirror type = component.asType();
        boolean isBigInt = Marks.find(component, Marks.BIG_INT) != null;
        FieldType found = type instanceof DeclaredType declared && !isRow && isList(declared)
                ? listOf(component, declared)
                : one(component, type, isRow);
        if (found == null) {
            return null;
        }
        if (!isBigInt) {
            return found;
        }
        if (found != Scalar.LONG) {
            problems.add(
                    component,
                    component.getSimpleName() + " is no long, which is what @BigInt is for. Make it one, or take the"
                            + " annotation away.");
        }
        return Scalar.BIGINT;
    }

    private @Nullable FieldType listOf(RecordComponentElement component, DeclaredType list) {
        if (list.getTypeArguments().size() != 1) {
            problems.add(
                    component,
                    "The list " + component.getSimpleName() + " does not say of what. Write List<String>, say.");
            return null;
        }
        TypeMirror item = list.getTypeArguments().get(0);
        if (isNullable(item.getAnnotationMirrors())) {
            problems.add(
                    component,
                    "The list " + component.getSimpleName() + " may hold null, which no client sends. Leave null out.");
        }
        FieldType type = one(component, item, false);
        return type == null ? null : new FieldType.ListOf(type);
    }

    private @Nullable FieldType one(RecordComponentElement component, TypeMirror type, boolean isRow) {
        if (type.getKind() == TypeKind.ERROR) {
            return null;
        }
        int before = problems.count();
        FieldType found = PRIMITIVES.get(type.getKind());
        if (type instanceof ArrayType array && array.getComponentType().getKind() == TypeKind.BYTE) {
            found = Scalar.BYTES;
        }
        if (type instanceof DeclaredType declared) {
            found = ofClass(component, (TypeElement) declared.asElement(), isRow);
        }
        if (found == null && problems.count() == before) {
            refuse(component, type, isRow);
        }
        return found;
    }

    private @Nullable FieldType ofClass(RecordComponentElement component, TypeElement type, boolean isRow) {
        Scalar scalar = CLASSES.get(type.getQualifiedName().toString());
        if (scalar != null) {
            return scalar;
        }
        boolean isEnum = type.getKind() == ElementKind.ENUM;
        if (!isEnum && (type.getKind() != ElementKind.RECORD || isRow)) {
            return null;
        }
        Element hidden = RecordParser.privateOf(type);
        if (hidden != null) {
            problems.add(
                    component,
                    component.getSimpleName() + " is a " + type.getSimpleName() + ", but " + hidden.getSimpleName()
                            + " is private, so the codec cannot see it. Take the word private away.");
            return null;
        }
        if (isEnum) {
            return choice(component, type);
        }
        if (Marks.find(type, Marks.PAYLOAD) == null) {
            problems.add(
                    component,
                    component.getSimpleName() + " is a " + type.getSimpleName()
                            + ", which has no codec. Annotate that record with @Payload.");
            return null;
        }
        String packageName = RecordParser.packageOf(environment, type);
        String codec = type.getSimpleName() + "Codec";
        return new FieldType.Nested(
                JavaSource.className(packageName, RecordParser.nameOf(type)),
                JavaSource.className(packageName, codec),
                packageName.isEmpty() ? codec : packageName + "." + codec);
    }

    private FieldType choice(RecordComponentElement component, TypeElement type) {
        List<String> names = new ArrayList<>();
        for (Element constant : type.getEnclosedElements()) {
            if (constant.getKind() == ElementKind.ENUM_CONSTANT) {
                String given = JacksonMarks.nameOf(constant);
                names.add(given.isEmpty() ? constant.getSimpleName().toString() : given);
            }
        }
        if (names.isEmpty()) {
            problems.add(
                    component, "The enum " + type.getSimpleName() + " has no constants, so nothing can be stored.");
        }
        if (new HashSet<>(names).size() < names.size()) {
            problems.add(
                    component,
                    "Two constants of " + type.getSimpleName()
                            + " have the same name. Give each its own @JsonProperty.");
        }
        String constant =
                HUMP.matcher(component.getSimpleName()).replaceAll("_").toUpperCase(Locale.ROOT) + "_NAMES";
        return new FieldType.Choice(
                JavaSource.className(RecordParser.packageOf(environment, type), RecordParser.nameOf(type)),
                constant,
                names);
    }

    private void refuse(RecordComponentElement component, TypeMirror type, boolean isRow) {
        String holds = isRow
                ? "a column holds " + SCALARS + ". Choose one of these, or write the codec by hand."
                : "a command's values are " + SCALARS
                        + ", a record with @Payload, or a List of one of these. Choose one"
                        + " of these, or write decoder and encoder by hand.";
        problems.add(component, component.getSimpleName() + " is of the type " + type + ", but " + holds);
    }

    private static boolean isList(DeclaredType type) {
        return ((TypeElement) type.asElement()).getQualifiedName().contentEquals("java.util.List");
    }
}
