package dev.samovar.e2e.jvm;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A way to a server that a test cuts: TCP connections are passed on, byte by byte, until then. */
final class Cable implements AutoCloseable {
    private final URI target;
    private final ServerSocket listening;
    private final List<Socket> ends = new CopyOnWriteArrayList<>();

    Cable(URI target) throws IOException {
        this.target = target;
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    /** The server, by way of this. */
    URI uri() {
        return URI.create("http://127.0.0.1:" + listening.getLocalPort());
    }

    /** Resets what is connected, whatever it carries. What connects later is passed on again. */
    void cut() {
        List<Socket> cut = List.copyOf(ends);
        ends.removeAll(cut);
        cut.forEach(Cable::reset);
    }

    @Override
    public void close() throws IOException {
        listening.close();
        cut();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                ends.add(client);
                start(() -> connect(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket client) {
        try {
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target.getPort());
            ends.add(server);
            start(() -> carry(client, server));
            carry(server, client);
        } catch (IOException nobodyThere) {
            reset(client);
        }
    }

    private static void carry(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException broken) {
            reset(from);
            reset(to);
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException closed) {
            return;
        }
        try {
            socket.close();
        } catch (IOException failed) {
            throw new IllegalStateException("A reset does not wait for anybody.", failed);
        }
    }

    private static void start(Runnable loop) {
        Thread thread = new Thread(loop, "cable");
        thread.setDaemon(true);
        thread.start();
    }
}
