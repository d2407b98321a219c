package dev.samovar.examples.chat.page;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.ajax.XMLHttpRequest;
import org.teavm.jso.browser.Storage;
import org.teavm.jso.core.JSObjects;
import org.teavm.jso.json.JSON;

/** Asks the Worker for a guest's token, and keeps it as long as the tab lives. */
final class SignIn {
    /** The other page's too: one tab is one guest. */
    private static final String KEY = "samovar.session";

    private interface Question extends JSObject {
        @JSProperty
        void setName(String name);
    }

    private interface Answer extends JSObject {
        @JSProperty
        @Nullable
        String getToken();

        @JSProperty
        @Nullable
        String getUserId();

        @JSProperty
        @Nullable
        String getError();
    }

    private SignIn() {}

    /** The session this tab has, if it has one. */
    static @Nullable Session stored() {
        String json = Storage.getSessionStorage().getItem(KEY);
        return json == null ? null : session(json);
    }

    static void forget() {
        Storage.getSessionStorage().removeItem(KEY);
    }

    /** Calls one of the two: with the session, or with a sentence that says why there is none. */
    static void ask(String name, Consumer<Session> onSession, Consumer<String> onFailure) {
        Question question = JSObjects.create();
        question.setName(name);
        XMLHttpRequest request = new XMLHttpRequest();
        request.open("POST", "/auth/guest");
        request.setRequestHeader("content-type", "application/json");
        request.onComplete(() -> {
            Session session = request.getStatus() == 200 ? session(request.getResponseText()) : null;
            if (session == null) {
                onFailure.accept(reason(request));
            } else {
                Storage.getSessionStorage().setItem(KEY, request.getResponseText());
                onSession.accept(session);
            }
        });
        request.send(JSON.stringify(question));
    }

    private static @Nullable Session session(String json) {
        Answer answer = (Answer) JSON.parse(json);
        String token = answer.getToken();
        String userId = answer.getUserId();
        return token == null || userId == null ? null : new Session(token, userId);
    }

    private static String reason(XMLHttpRequest request) {
        String type = request.getResponseHeader("content-type");
        String error = type != null && type.startsWith("application/json")
                ? ((Answer) JSON.parse(request.getResponseText())).getError()
                : null;
        return error == null ? "The server does not answer as it should. Try again in a moment." : error;
    }
}
