package dev.samovar.e2e.jvm;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The chat in plain workerd, with databases of its own in a folder. It listens on a free port of this machine, and
 * keeps it over a {@link #kill} and a {@link #start}.
 */
final class ChatServer implements AutoCloseable {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path WORKER = ROOT.resolve("examples/chat/target/worker");
    private static final Pattern PORT = Pattern.compile("\"port\":\\s*(\\d+)");
    private static final Pattern TOKEN = Pattern.compile("\"token\":\"([^\"]+)\"");
    private static final Pattern USER = Pattern.compile("\"userId\":\"([^\"]+)\"");
    private static final Pattern DATE = Pattern.compile("(?m)^compatibility_date = \"([^\"]+)\"");

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path folder;
    private Process process;
    private final int port;

    /** @param folder empty; the databases lie there */
    ChatServer(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectory(folder.resolve("databases"));
        for (String module : new String[] {"worker.js", "entry.js", "chat.js"}) {
            if (!Files.exists(WORKER.resolve(module))) {
                throw new IllegalStateException(WORKER.resolve(module) + " was not built. Run npm run build first.");
            }
            Files.copy(WORKER.resolve(module), folder.resolve(module));
        }
        Files.writeString(folder.resolve("config.capnp"), config());
        this.process = launch("127.0.0.1:0");
        this.port = portOf(process);
    }

    /** Where it listens. */
    URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Somebody who may enter every room. */
    record Guest(String userId, String token) {}

    /** Signs a guest in, as the page does. */
    Guest signIn(String name) {
        HttpRequest request = HttpRequest.newBuilder(uri().resolve("/auth/guest"))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"" + name + "\"}"))
                .build();
        try {
            String body =
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body();
            Matcher token = TOKEN.matcher(body);
            Matcher user = USER.matcher(body);
            if (!token.find() || !user.find()) {
                throw new IllegalStateException("Signing in was answered with: " + body);
            }
            return new Guest(user.group(1), token.group(1));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Ends it from one moment to the next, as a power cut does. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Starts it again, after a {@link #kill}. */
    void start() throws IOException {
        process = launch("127.0.0.1:" + port);
        portOf(process);
    }

    @Override
    public void close() {
        kill();
    }

    private Process launch(String address) throws IOException {
        return new ProcessBuilder(
                        binary().toString(),
                        "serve",
                        folder.resolve("config.capnp").toString(),
                        "--directory-path=databases=" + folder.resolve("databases"),
                        "--socket-addr=http=" + address,
                        "--control-fd=1")
                .redirectError(folder.resolve("errors.txt").toFile())
                .start();
    }

    /** workerd says on its control channel, a line of JSON each, on which port a socket listens. */
    private int portOf(Process started) throws IOException {
        BufferedReader control = started.inputReader();
        String line = control.readLine();
        Matcher found = PORT.matcher(String.valueOf(line));
        if (!found.find()) {
            started.destroyForcibly();
            throw new IllegalStateException(
                    "workerd did not start to listen: " + line + "\n" + Files.readString(folder.resolve("errors.txt")));
        }
        return Integer.parseInt(found.group(1));
    }

    private static Path binary() throws IOException {
        Path packages = ROOT.resolve("node_modules/@cloudflare");
        if (Files.isDirectory(packages)) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(packages, "workerd-*")) {
                for (Path candidate : found) {
                    for (String name : new String[] {"workerd", "workerd.exe"}) {
                        if (Files.exists(candidate.resolve("bin").resolve(name))) {
                            return candidate.resolve("bin").resolve(name);
                        }
                    }
                }
            }
        }
        throw new IllegalStateException("There is no workerd below " + packages + ". Run npm ci first.");
    }

    private static String config() throws IOException {
        Matcher date = DATE.matcher(Files.readString(ROOT.resolve("wrangler.toml")));
        if (!date.find()) {
            throw new IllegalStateException("wrangler.toml has no compatibility_date.");
        }
        return """
                using Workerd = import "/workerd/workerd.capnp";

                const config :Workerd.Config = (
                  services = [(name = "main", worker = .main), (name = "databases", disk = (writable = true))],
                  sockets = [(name = "http", http = (), service = "main")],
                );

                const main :Workerd.Worker = (
                  modules = [
                    (name = "worker.js", esModule = embed "worker.js"),
                    (name = "entry.js", esModule = embed "entry.js"),
                    (name = "chat.js", esModule = embed "chat.js"),
                  ],
                  compatibilityDate = "%s",
                  bindings = [
                    (name = "CHAT_ROOM", durableObjectNamespace = "ChatRoom"),
                    (name = "AUTH_SECRET", text = "only-for-tests-and-as-long-as-HS256-asks-for"),
                  ],
                  durableObjectNamespaces = [(className = "ChatRoom", uniqueKey = "ChatRoom", enableSql = true)],
                  durableObjectStorage = (localDisk = "databases"),
                );
                """.formatted(date.group(1));
    }
}
