package chat.foyer.store;

import org.jspecify.annotations.Nullable;

/**
 * The data folder or the database in it cannot be used. The message is a sentence for the
 * operator.
 */
public class StoreUnusableException extends RuntimeException {

	/**
	 * Creates the exception.
	 * @param sentence what is wrong and what to do about it
	 * @param cause the failure behind it, if there was one
	 */
	public StoreUnusableException(String sentence, @Nullable Throwable cause) {
		super(sentence, cause);
	}

}
