package chat.foyer.live;

import chat.foyer.limit.ErrorCode;

/**
 * Thrown when a frame that came in cannot be carried out.
 */
class FrameRefusedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final ErrorCode refusal;

	FrameRefusedException(ErrorCode refusal) {
		super("Frame refused: " + refusal.word());
		this.refusal = refusal;
	}

	FrameRefusedException(ErrorCode refusal, Throwable cause) {
		super("Frame refused: " + refusal.word(), cause);
		this.refusal = refusal;
	}

	ErrorCode refusal() {
		return this.refusal;
	}

}
