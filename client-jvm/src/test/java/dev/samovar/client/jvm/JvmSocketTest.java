package dev.samovar.client.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.client.Socket;
import dev.samovar.client.SocketListener;
import dev.samovar.protocol.CloseCode;
import dev.samovar.protocol.Limits;
import java.io.IOException;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a proper server never lets happen. The rest is proven against workerd. */
class JvmSocketTest {
    private static final int PATIENCE_SECONDS = 20;

    private final RawServer server;
    private final LinkedBlockingQueue<Runnable> loop = new LinkedBlockingQueue<>();
    private final AtomicLong clock = new AtomicLong();
    private final HandTimers timers = new HandTimers(clock::get);
    private final List<String> heard = new ArrayList<>();
    private final Socket socket;

    JvmSocketTest() throws IOException {
        server = new RawServer();
        JvmDialer dialer = new JvmDialer(HttpClient.newHttpClient(), server.uri(), loop::add, timers);
        socket = dialer.dial(null, new SocketListener() {
            @Override
            public void onOpen() {
                heard.add("open");
            }

            @Override
            public void onBinary(byte[] message) {
                heard.add(message.length + " bytes");
            }

            @Override
            public void onText(String message) {
                heard.add(message);
            }

            @Override
            public void onFailed(String reason) {
                heard.add("failed: " + reason);
            }

            @Override
            public void onClosed(int code, String reason) {
                heard.add("closed with " + code);
            }
        });
    }

    @AfterEach
    void end() throws IOException {
        server.close();
    }

    /** Runs what the client's thread is given, until so many things were heard. */
    private void hear(int count) throws InterruptedException {
        while (heard.size() < count) {
            runNext();
        }
    }

    private void runNext() throws InterruptedException {
        Runnable task = loop.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(task).as("after %s", heard).isNotNull();
        task.run();
    }

    @Test
    void aHandshakeThatIsAnsweredAfterItWasGivenUpIsHungUp() throws Exception {
        String key = server.accept();
        socket.close(CloseCode.NORMAL, "");

        server.welcome(key);
        runNext();

        assertThat(server.isHungUp()).isTrue();
        assertThat(heard).isEmpty();
    }

    @Test
    void aServerThatBreaksOffTheHandshakeIsNotReached() throws Exception {
        server.accept();
        server.close();

        hear(1);

        assertThat(heard).singleElement().asString().startsWith("failed: The server was not reached");
    }

    @Test
    void aMessageOfTheLargestSizeIsTakenAndALargerOneEndsTheConnection() throws Exception {
        server.welcome(server.accept());
        Thread sender = new Thread(() -> {
            try {
                server.sendZeros(Limits.CLIENT_INBOUND.maxFrameBytes());
                server.sendZeros(Limits.CLIENT_INBOUND.maxFrameBytes() + 1);
            } catch (IOException hungUp) {
                // The client does not read to the end, as it should.
            }
        });
        sender.start();

        hear(3);
        sender.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));

        assertThat(heard).containsExactly("open", Limits.CLIENT_INBOUND.maxFrameBytes() + " bytes", "closed with 1009");
        assertThat(server.isHungUp()).isTrue();
    }

    @Test
    void aConnectionThatBreaksIsClosedWith1006() throws Exception {
        server.welcome(server.accept());
        hear(1);

        server.close();
        hear(2);

        assertThat(heard).containsExactly("open", "closed with 1006");
    }

    @Test
    void aServerThatSaysNoGoodbyeIsHungUp() throws Exception {
        server.welcome(server.accept());
        hear(1);

        socket.close(CloseCode.MALFORMED, "");
        assertThat(server.readClose()).as("the JDK sends no 1007").isEqualTo(CloseCode.NORMAL);
        clock.set(timers.nextMillis());
        assertThat(timers.fire()).isTrue();

        assertThat(server.isHungUp()).isTrue();
        assertThat(heard).containsExactly("open");
    }
}
