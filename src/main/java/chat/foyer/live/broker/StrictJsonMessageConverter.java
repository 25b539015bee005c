package chat.foyer.live.broker;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.MessageConverter;

/**
 * Reads bodies of frames as JSON in UTF-8. Rejects duplicate fields, values of another
 * type than declared, and text behind the JSON. Ignores unknown fields: an older node may
 * serve a newer page.
 */
public class StrictJsonMessageConverter implements MessageConverter {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
		.withCoercionConfig(LogicalType.Textual,
				(coercion) -> coercion.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail)
					.setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
					.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail))
		.withCoercionConfig(LogicalType.Integer,
				(coercion) -> coercion.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail)
					.setCoercion(CoercionInputShape.String, CoercionAction.Fail)
					.setCoercion(CoercionInputShape.Float, CoercionAction.Fail))
		.withCoercionConfig(LogicalType.Boolean,
				(coercion) -> coercion.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail)
					.setCoercion(CoercionInputShape.String, CoercionAction.Fail)
					.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail))
		.build();

	/**
	 * Decodes the bytes itself: Jackson would also accept overlong forms, UTF-16 and
	 * UTF-32.
	 * @return null for a JSON null
	 */
	@Override
	public @Nullable Object fromMessage(Message<?> message, Class<?> targetClass) {
		try {
			byte[] body = (byte[]) message.getPayload();
			return MAPPER.readValue(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString(),
					targetClass);
		}
		catch (JacksonException | CharacterCodingException ex) {
			throw new MessageConversionException(message, "Not the expected JSON", ex);
		}
	}

	/**
	 * Returns a field that a body must have.
	 * @param field the value of the field; null if the body does not have it
	 * @throws MessageConversionException if it is null
	 */
	static <T> T required(@Nullable T field) {
		if (field == null) {
			throw new MessageConversionException("A field is missing");
		}
		return field;
	}

	/**
	 * Looks for the {@code id} in a body that cannot be read otherwise, so that the
	 * refusal can name the message: the first one, if nothing before it breaks the rules
	 * of JSON.
	 * @return null if there is none, or it is no string
	 */
	static @Nullable String idIn(byte[] body) {
		try (JsonParser parser = MAPPER.createParser(new String(body, StandardCharsets.UTF_8))) {
			boolean isField = parser.nextToken() == JsonToken.START_OBJECT
					&& parser.nextToken() == JsonToken.PROPERTY_NAME;
			while (isField && !"id".equals(parser.currentName())) {
				parser.nextToken();
				parser.skipChildren();
				isField = parser.nextToken() == JsonToken.PROPERTY_NAME;
			}
			return (isField && parser.nextToken() == JsonToken.VALUE_STRING) ? parser.getString() : null;
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	/**
	 * Controllers answer through {@link ReplySender}.
	 */
	@Override
	public @Nullable Message<?> toMessage(Object payload, @Nullable MessageHeaders headers) {
		return null;
	}

}
