package chat.foyer.web;

import chat.foyer.room.InvalidNameException;
import chat.foyer.room.RoomKey;
import chat.foyer.room.SentenceEnd;

import org.springframework.core.convert.converter.Converter;
import org.springframework.stereotype.Component;

/**
 * Reads a room from an address, in any spelling, also with punctuation at its end that no
 * room's name may have.
 */
@Component
class RoomKeyConverter implements Converter<String, RoomKey> {

	@Override
	public RoomKey convert(String decoded) {
		try {
			return RoomKey.of(decoded);
		}
		catch (InvalidNameException ex) {
			return SentenceEnd.roomsWithout(decoded).stream().findFirst().orElseThrow(() -> ex).key();
		}
	}

}
