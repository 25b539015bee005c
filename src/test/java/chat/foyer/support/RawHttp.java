package chat.foyer.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * Sends bytes to the web server over a connection of their own, to test what no HTTP
 * client sends.
 */
public final class RawHttp {

	/**
	 * The status of an answer that is none: the server closed the connection.
	 */
	public static final int CLOSED = 0;

	/**
	 * Less than the 10 s for which the server waits for the rest of a request.
	 */
	private static final int PATIENCE_MILLIS = 8_000;

	private static final int LONGEST_ANSWER = 20_000;

	private final URI server;

	/**
	 * Creates a client.
	 * @param server the server's address, such as {@code http://localhost:8080}
	 */
	public RawHttp(String server) {
		this.server = URI.create(server);
	}

	/**
	 * Sends a request, ends the sending half of the connection and reads the answer.
	 * @param request the bytes, each character of the text being one of them
	 * @return the status of the answer, or {@link #CLOSED}
	 * @throws AssertionError if the server does not answer within seconds
	 */
	public int send(String request) {
		return send(request, true);
	}

	/**
	 * Sends the beginning of a request and waits for the server to give up on the rest.
	 * @param request the bytes, each character of the text being one of them
	 * @return the status of the answer, or {@link #CLOSED}
	 * @throws AssertionError if the server waits for more than seconds
	 */
	public int sendUnfinished(String request) {
		return send(request, false);
	}

	/**
	 * Sends a request as {@link #send(String)} does.
	 * @return the beginning of the answer, each byte being a character of the text
	 */
	public String exchange(String request) {
		return exchange(request, true);
	}

	private int send(String request, boolean isEnd) {
		return status(exchange(request, isEnd));
	}

	private String exchange(String request, boolean isEnd) {
		try (Socket socket = new Socket(this.server.getHost(), this.server.getPort())) {
			socket.setSoTimeout(PATIENCE_MILLIS);
			write(socket, request.getBytes(StandardCharsets.ISO_8859_1), isEnd);
			return read(socket.getInputStream());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void write(Socket socket, byte[] request, boolean isEnd) {
		try {
			OutputStream out = socket.getOutputStream();
			out.write(request);
			out.flush();
			if (isEnd) {
				socket.shutdownOutput();
			}
		}
		catch (IOException ex) {
			// The server has refused the request before all of it was sent.
		}
	}

	private static String read(InputStream in) {
		StringBuilder answer = new StringBuilder();
		byte[] buffer = new byte[8 * 1024];
		try {
			for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
				if (answer.length() < LONGEST_ANSWER) {
					answer.append(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
				}
			}
		}
		catch (SocketTimeoutException ex) {
			throw new AssertionError("No end of the answer, which begins with: " + answer, ex);
		}
		catch (IOException ex) {
			// The server has reset the connection; what was read before counts.
		}
		return answer.toString();
	}

	private static int status(String answer) {
		return answer.startsWith("HTTP/1.1 ") ? Integer.parseInt(answer.substring(9, 12)) : CLOSED;
	}

}
