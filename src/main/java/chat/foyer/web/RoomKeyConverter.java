package chat.foyer.web;

import chat.foyer.room.RoomKey;

import org.springframework.core.convert.converter.Converter;
import org.springframework.stereotype.Component;

/**
 * Reads a room from an address, in any spelling.
 */
@Component
class RoomKeyConverter implements Converter<String, RoomKey> {

	@Override
	public RoomKey convert(String decoded) {
		return RoomKey.of(decoded);
	}

}
