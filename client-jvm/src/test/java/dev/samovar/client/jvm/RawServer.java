package dev.samovar.client.jvm;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;

/** The other end of one WebSocket, byte by byte: for what no proper server does. */
final class RawServer implements AutoCloseable {
    private static final String KEY_FIELD = "sec-websocket-key:";

    /** RFC 6455, section 1.3. */
    private static final String KEY_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private static final int FINAL_BINARY = 0x82;
    private static final int LENGTH_OF_64_BITS = 127;
    private static final int PATIENCE_MILLIS = 20_000;

    private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private Socket connection = new Socket();

    RawServer() throws IOException {
        server.setSoTimeout(PATIENCE_MILLIS);
    }

    URI uri() {
        return URI.create("ws://127.0.0.1:" + server.getLocalPort() + "/");
    }

    /** Takes the connection, and reads the request; answers the client's key. */
    String accept() throws IOException {
        connection = server.accept();
        connection.setSoTimeout(PATIENCE_MILLIS);
        StringBuilder request = new StringBuilder();
        while (request.indexOf("\r\n\r\n") < 0) {
            int next = connection.getInputStream().read();
            if (next < 0) {
                throw new IOException("The request broke off: " + request);
            }
            request.append((char) next);
        }
        return request.toString()
                .lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(KEY_FIELD))
                .map(line -> line.substring(KEY_FIELD.length()).trim())
                .findFirst()
                .orElseThrow();
    }

    /** Lets the client in. */
    void welcome(String key) throws IOException, NoSuchAlgorithmException {
        byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + KEY_SUFFIX).getBytes(StandardCharsets.US_ASCII));
        write("HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-accept: "
                + Base64.getEncoder().encodeToString(hash) + "\r\n\r\n");
    }

    /** Sends a binary message of so many zeros; less arrives if the client hangs up meanwhile. */
    void sendZeros(int count) throws IOException {
        OutputStream out = connection.getOutputStream();
        out.write(FINAL_BINARY);
        out.write(LENGTH_OF_64_BITS);
        out.write(ByteBuffer.allocate(Long.BYTES).putLong(count).array());
        byte[] zeros = new byte[1 << 16];
        for (int sent = 0; sent < count; sent += zeros.length) {
            out.write(zeros, 0, Math.min(zeros.length, count - sent));
        }
        out.flush();
    }

    /** Reads the close frame of a client; answers its code. */
    int readClose() throws IOException {
        DataInputStream in = new DataInputStream(connection.getInputStream());
        in.skipNBytes(1);
        int length = in.read() & 0x7f;
        byte[] mask = in.readNBytes(4);
        byte[] masked = in.readNBytes(length);
        return ((masked[0] ^ mask[0]) & 0xff) << 8 | ((masked[1] ^ mask[1]) & 0xff);
    }

    /** Whether the client has hung up, after all it had to say. */
    boolean isHungUp() throws IOException {
        try {
            return connection.getInputStream().read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    private void write(String text) throws IOException {
        connection.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        connection.getOutputStream().flush();
    }

    @Override
    public void close() throws IOException {
        connection.close();
        server.close();
    }
}
