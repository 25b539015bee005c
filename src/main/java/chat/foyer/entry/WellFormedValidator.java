package chat.foyer.entry;

import chat.foyer.room.InvalidNameException;
import chat.foyer.room.RoomName;
import chat.foyer.room.Username;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import org.jspecify.annotations.Nullable;

/**
 * Turns the refusal of a value type into the message that stands beside the field.
 */
class WellFormedValidator implements ConstraintValidator<WellFormed, String> {

	private boolean isUsername;

	@Override
	public void initialize(WellFormed constraint) {
		this.isUsername = constraint.value() == Username.class;
	}

	@Override
	public boolean isValid(@Nullable String typed, ConstraintValidatorContext context) {
		String name = (typed != null) ? typed : "";
		try {
			return (this.isUsername ? Username.of(name) : RoomName.of(name)) != null;
		}
		catch (InvalidNameException ex) {
			String field = this.isUsername ? "username" : "room";
			context.disableDefaultConstraintViolation();
			context.buildConstraintViolationWithTemplate("{entry.%s.%s}".formatted(field, ex.problem()))
				.addConstraintViolation();
			return false;
		}
	}

}
