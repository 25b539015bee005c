package chat.foyer.live.connection;

import java.util.HashMap;
import java.util.Map;

import chat.foyer.limit.ErrorCode;

/**
 * Thrown while a frame is handled, when it is refused by an ERROR frame.
 */
public class FrameRefusedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final ErrorCode errorCode;

	private final String explanation;

	private final HashMap<String, String> headers = new HashMap<>();

	public FrameRefusedException(ErrorCode errorCode) {
		this(errorCode, "");
	}

	/**
	 * Creates an exception.
	 * @param explanation the body of the ERROR frame: one sentence for the author of the
	 * client, without anything that the client sent; empty for none
	 */
	public FrameRefusedException(ErrorCode errorCode, String explanation) {
		super("Frame refused: " + errorCode.word());
		this.errorCode = errorCode;
		this.explanation = explanation;
	}

	/**
	 * Adds a header to the ERROR frame.
	 */
	public FrameRefusedException with(String header, String value) {
		this.headers.put(header, value);
		return this;
	}

	public ErrorCode errorCode() {
		return this.errorCode;
	}

	String explanation() {
		return this.explanation;
	}

	Map<String, String> headers() {
		return this.headers;
	}

}
