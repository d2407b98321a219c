package dev.samovar.examples.chat.page;

import dev.samovar.client.ConnectionStatus;
import dev.samovar.examples.chat.Message;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.core.JSDate;
import org.teavm.jso.dom.events.KeyboardEvent;
import org.teavm.jso.dom.html.HTMLElement;
import org.teavm.jso.dom.html.HTMLTextAreaElement;

/** The room on the page: what was said, where one writes, and how the connection is. */
final class RoomView implements Lines.View {
    /** How near to the end still counts as reading the newest, in CSS pixels. */
    private static final int NEAR_PIXELS = 64;

    private final String ownId;
    private final HTMLElement scrolled = Page.part("messages-place");
    private final HTMLElement list = Page.part("messages");
    private final HTMLElement empty = Page.part("empty");
    private final HTMLElement status = Page.part("status");
    private final HTMLElement outbox = Page.part("outbox");
    private final HTMLElement problem = Page.part("problem");
    private final HTMLTextAreaElement composer = (HTMLTextAreaElement) Page.part("composer");
    private Consumer<String> onDismiss = id -> {};

    RoomView(String room, String ownId) {
        this.ownId = ownId;
        Page.part("room-name").setTextContent("#" + room);
        Page.part("own-name").setTextContent(nameOf(ownId));
        Page.part("sign-in").setHidden(true);
        Page.part("room").setHidden(false);
        composer.setAttribute("placeholder", "Message #" + room);
        composer.focus();
    }

    /** Says who is told what the guest writes, and which refused message they do not want to see any more. */
    void listen(Consumer<String> onSay, Consumer<String> dismissed) {
        onDismiss = dismissed;
        Page.part("composer-form").addEventListener("submit", event -> {
            event.preventDefault();
            say(onSay);
        });
        composer.addEventListener("keydown", (KeyboardEvent event) -> {
            // While an input method composes, Enter chooses a word.
            if (event.getKey().equals("Enter") && !event.isShiftKey() && !event.isComposing()) {
                event.preventDefault();
                say(onSay);
            }
        });
    }

    private void say(Consumer<String> onSay) {
        String content = composer.getValue().trim();
        if (!content.isEmpty()) {
            composer.setValue("");
            onSay.accept(content);
            scrollToEnd();
        }
    }

    @Override
    public void inserted(int index, Line line) {
        boolean isAtEnd =
                scrolled.getScrollHeight() - scrolled.getScrollTop() - scrolled.getClientHeight() < NEAR_PIXELS;
        empty.setHidden(true);
        list.insertBefore(item(line), list.getChildren().get(index));
        if (isAtEnd) {
            scrollToEnd();
        }
    }

    @Override
    public void removed(int index) {
        list.removeChild(list.getChildren().get(index));
    }

    private void scrollToEnd() {
        scrolled.setScrollTop(scrolled.getScrollHeight());
    }

    private HTMLElement item(Line line) {
        Message message = line.message();
        boolean isOwn = message.author().equals(ownId);
        HTMLElement item = Page.element("li", isOwn ? "message own" : "message");
        item.setAttribute("data-testid", "message");
        item.setAttribute("data-state", line.state().label());
        if (!isOwn) {
            item.appendChild(Page.text("p", "message-author", nameOf(message.author())));
        }
        HTMLElement bubble = Page.element("div", "bubble");
        bubble.appendChild(Page.text("p", "message-content", message.content()));
        HTMLElement foot = Page.element("p", "message-foot");
        foot.appendChild(Page.text("time", "", clock(message.createdAt())));
        if (isOwn) {
            foot.appendChild(Page.text("span", "mark", mark(line.state())));
        }
        bubble.appendChild(foot);
        item.appendChild(bubble);
        String reason = line.reason();
        if (reason != null) {
            item.appendChild(refusal(message.id(), reason));
        }
        return item;
    }

    private HTMLElement refusal(String id, String reason) {
        HTMLElement refusal = Page.text("p", "refusal", reason + " ");
        HTMLElement dismiss = Page.text("button", "link", "Dismiss");
        dismiss.setAttribute("type", "button");
        dismiss.addEventListener("click", event -> onDismiss.accept(id));
        refusal.appendChild(dismiss);
        return refusal;
    }

    private static String mark(Line.State state) {
        return switch (state) {
            case PENDING -> "Sending…";
            case CONFIRMED -> "✓ Sent";
            case REFUSED -> "Not sent";
        };
    }

    /** Hours and minutes. */
    private static String clock(long millis) {
        JSDate date = new JSDate((double) millis);
        int minutes = date.getMinutes();
        return date.getHours() + (minutes < 10 ? ":0" : ":") + minutes;
    }

    /** A user id is the chosen name and a random end that keeps two guests of one name apart. */
    private static String nameOf(String userId) {
        int end = userId.lastIndexOf('-');
        return end > 0 ? userId.substring(0, end).replace('-', ' ') : userId;
    }

    void showStatus(ConnectionStatus connection, int pendingWrites) {
        boolean isLive = connection == ConnectionStatus.OPEN;
        status.setAttribute("data-status", isLive ? "live" : connection.label());
        status.setTextContent(word(connection));
        boolean isWaiting = !isLive && pendingWrites > 0;
        outbox.setTextContent(isWaiting ? messages(pendingWrites) + " to be sent" : "");
        composer.setDisabled(connection == ConnectionStatus.CLOSED);
    }

    private static String word(ConnectionStatus connection) {
        return switch (connection) {
            case IDLE, CONNECTING -> "Connecting";
            case OPEN -> "Live";
            case RECONNECTING -> "Reconnecting";
            case CLOSED -> "Closed";
        };
    }

    private static String messages(int count) {
        return count == 1 ? "1 message waits" : count + " messages wait";
    }

    void showLive(boolean isEmpty) {
        empty.setHidden(!isEmpty);
        showProblem(null);
    }

    void showProblem(@Nullable String text) {
        problem.setHidden(text == null);
        problem.setTextContent(text == null ? "" : text);
    }
}
