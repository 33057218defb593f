package io.tandem.system.rest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A proxy that asks for a user, and then connects whatever host is asked for to one port of this machine. */
public final class ConnectProxy implements AutoCloseable {

    /** {@code user:password}, as Basic writes it. */
    static final String USER = "Basic dXNlcjpwYXNzd29yZA==";

    private final int target;
    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> connected = new CopyOnWriteArrayList<>();

    public ConnectProxy(int target) throws IOException {
        this.target = target;
        threads.execute(this::accept);
    }

    public String url() {
        return "http://localhost:" + socket.getLocalPort();
    }

    /** The hosts that were asked for, with their ports. */
    public List<String> connected() {
        return connected;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = socket.accept();
                threads.execute(() -> serve(client));
            }
        } catch (IOException closed) {
            threads.shutdownNow();
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket server = new Socket(InetAddress.getByName("127.0.0.1"), target)) {
            BufferedReader head =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1), 1);
            OutputStream back = client.getOutputStream();
            while (!mayConnect(head)) {
                write(back, "HTTP/1.1 407 Who?\r\nProxy-Authenticate: Basic realm=\"p\"\r\nContent-Length: 0\r\n\r\n");
            }
            write(back, "HTTP/1.1 200 Connected\r\n\r\n");
            threads.execute(() -> pump(server, client));
            pump(client, server);
        } catch (IOException gone) {
            // one of the two has ended
        }
    }

    private boolean mayConnect(BufferedReader head) throws IOException {
        String request = head.readLine();
        if (request == null) {
            throw new IOException("the client has left");
        }
        boolean known = false;
        for (String line = head.readLine(); !line.isEmpty(); line = head.readLine()) {
            known |= line.equals("Proxy-Authorization: " + USER);
        }
        if (known) {
            connected.add(request.split(" ")[1]);
        }
        return known;
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private static void pump(Socket from, Socket to) {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException gone) {
            // one of the two has ended
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        threads.shutdownNow();
    }
}
