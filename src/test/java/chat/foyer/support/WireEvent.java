package chat.foyer.support;

import org.jspecify.annotations.Nullable;

/**
 * An event as it comes over the wire; what is absent there is null here.
 */
public record WireEvent(long seq, String type, @Nullable String id, String author, @Nullable String html,
		@Nullable String text, String at) {

	public boolean isMessage() {
		return this.type.equals("message");
	}

	/**
	 * In a few words, for comparison: {@code Ann: hello} for a message, {@code join Ann}
	 * and the like for the others.
	 */
	public String line() {
		return isMessage() ? this.author + ": " + this.text : this.type + " " + this.author;
	}

}
