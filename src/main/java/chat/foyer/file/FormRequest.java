package chat.foyer.file;

import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.jspecify.annotations.Nullable;

/**
 * A request with the fields of its form as parameters, after those of its query.
 */
final class FormRequest extends HttpServletRequestWrapper {

	private final Map<String, String[]> parameters;

	FormRequest(HttpServletRequest request, Map<String, List<String>> fields) {
		super(request);
		Map<String, String[]> all = new LinkedHashMap<>(request.getParameterMap());
		fields.forEach((name, values) -> all.merge(name, values.toArray(String[]::new),
				(first, others) -> Stream.of(first, others).flatMap(Arrays::stream).toArray(String[]::new)));
		this.parameters = Collections.unmodifiableMap(all);
	}

	@Override
	public @Nullable String getParameter(String name) {
		String[] values = this.parameters.get(name);
		return (values != null) ? values[0] : null;
	}

	@Override
	public Map<String, String[]> getParameterMap() {
		return this.parameters;
	}

	@Override
	public Enumeration<String> getParameterNames() {
		return Collections.enumeration(this.parameters.keySet());
	}

	@Override
	public String @Nullable [] getParameterValues(String name) {
		String[] values = this.parameters.get(name);
		return (values != null) ? values.clone() : null;
	}

}
