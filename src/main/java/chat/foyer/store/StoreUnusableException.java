package chat.foyer.store;

import org.jspecify.annotations.Nullable;

/**
 * The database or the data folder cannot be used. The message is a sentence for the
 * operator.
 */
public class StoreUnusableException extends RuntimeException {

	/**
	 * @param sentence the problem and its solution
	 * @param cause the failure behind it, if there was one
	 */
	public StoreUnusableException(String sentence, @Nullable Throwable cause) {
		super(sentence, cause);
	}

}
