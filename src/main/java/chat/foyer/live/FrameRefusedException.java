package chat.foyer.live;

import chat.foyer.message.Refusal;

/**
 * Thrown when a frame that came in cannot be carried out.
 */
class FrameRefusedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Refusal refusal;

	FrameRefusedException(Refusal refusal) {
		super("Frame refused: " + refusal.word());
		this.refusal = refusal;
	}

	FrameRefusedException(Refusal refusal, Throwable cause) {
		super("Frame refused: " + refusal.word(), cause);
		this.refusal = refusal;
	}

	Refusal refusal() {
		return this.refusal;
	}

}
