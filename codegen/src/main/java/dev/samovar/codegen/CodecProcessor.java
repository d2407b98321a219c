package dev.samovar.codegen;

import java.io.IOException;
import java.io.Writer;
import java.util.LinkedHashSet;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.FilerException;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.tools.FileObject;
import javax.tools.StandardLocation;
import org.jspecify.annotations.Nullable;

/**
 * Makes the codecs of records. Of {@code @Row record Message} come {@code MessageCodec.java}, and
 * {@code MessageCodec.d.ts} beside its class, for {@link TypeScriptApi} to find. What keeps a record from having a
 * codec is an error at the element that must be changed.
 */
@SupportedAnnotationTypes({Marks.ROW, Marks.PAYLOAD})
public final class CodecProcessor extends AbstractProcessor {
    /** Made by the compiler. */
    public CodecProcessor() {}

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latestSupported();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        Set<Element> marked = new LinkedHashSet<>();
        annotations.forEach(annotation -> marked.addAll(round.getElementsAnnotatedWith(annotation)));
        for (Element element : marked) {
            generate((TypeElement) element);
        }
        return false;
    }

    private void generate(TypeElement element) {
        Problems problems = new Problems(processingEnv.getMessager());
        CodecModel codec = new RecordParser(processingEnv, problems).parse(element);
        if (codec == null) {
            return;
        }
        String qualified = codec.packageName().isEmpty() ? codec.name() : codec.packageName() + "." + codec.name();
        try {
            write(processingEnv.getFiler().createSourceFile(qualified, element), new CodecSource(codec).text());
            FileObject types = processingEnv
                    .getFiler()
                    .createResource(
                            StandardLocation.CLASS_OUTPUT, codec.packageName(), codec.name() + ".d.ts", element);
            write(types, TypeScript.declaration(codec));
        } catch (FilerException taken) {
            problems.add(
                    element,
                    "The codec of " + codec.recordName() + " would be " + qualified
                            + ", and there is one already. Rename the record, or delete the class that was written by hand.");
        } catch (IOException failure) {
            problems.add(element, "The codec of " + codec.recordName() + " cannot be written: " + failure);
        }
    }

    private static void write(@Nullable FileObject file, String text) throws IOException {
        if (file == null) {
            throw new IOException("the compiler gave no file");
        }
        try (Writer writer = file.openWriter()) {
            writer.write(text);
        }
    }
}
