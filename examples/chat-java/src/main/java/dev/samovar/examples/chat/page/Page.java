package dev.samovar.examples.chat.page;

import org.teavm.jso.dom.html.HTMLDocument;
import org.teavm.jso.dom.html.HTMLElement;

/** The elements of {@code index.html}. */
final class Page {
    private Page() {}

    /** The element with an id. */
    static HTMLElement part(String id) {
        return HTMLDocument.current().getElementById(id);
    }

    /** A new element of a class. */
    static HTMLElement element(String tag, String className) {
        HTMLElement element = HTMLDocument.current().createElement(tag);
        element.setClassName(className);
        return element;
    }

    /** A new element with text, which is shown as it is written. */
    static HTMLElement text(String tag, String className, String text) {
        HTMLElement element = element(tag, className);
        element.setTextContent(text);
        return element;
    }
}
