package chat.foyer.operations;

import java.util.List;

/**
 * Settings that the server cannot start with.
 */
class InvalidSettingsException extends RuntimeException {

	private final List<String> violations;

	/**
	 * Creates the exception.
	 * @param violations a sentence for the operator about each setting that is wrong
	 */
	InvalidSettingsException(List<String> violations) {
		super(String.join(System.lineSeparator(), violations));
		this.violations = List.copyOf(violations);
	}

	List<String> violations() {
		return this.violations;
	}

}
