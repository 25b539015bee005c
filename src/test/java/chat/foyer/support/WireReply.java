package chat.foyer.support;

import org.jspecify.annotations.Nullable;

/**
 * The answer to something that was said, as it comes over the wire; what is absent there
 * is null here.
 */
public record WireReply(@Nullable String id, @Nullable Long seq, @Nullable String error, @Nullable Long retryAfter) {

	/**
	 * The answer that a message is stored.
	 */
	public static WireReply stored(String id, long seq) {
		return new WireReply(id, seq, null, null);
	}

	/**
	 * The answer that a message is not let in.
	 */
	public static WireReply refused(@Nullable String id, String error) {
		return new WireReply(id, null, error, null);
	}

}
