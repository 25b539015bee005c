# Prints the Maven to run, in the order of mvnw: the pinned one if the wrapper cache has it, else an
# installed one that is new enough, else the pinned one, fetched once from Apache's archive of distributions.
$ErrorActionPreference = 'Stop'

$oldest = [version]'3.6.3'
$settings = ConvertFrom-StringData (Get-Content -Raw (Join-Path $PSScriptRoot 'maven-wrapper.properties'))
$url = $settings.distributionUrl
$sha512 = $settings.distributionSha512Sum
$name = ($url -split '/')[-1] -replace '-bin\.tar\.gz$', ''
$userHome = if ($env:MAVEN_USER_HOME) { $env:MAVEN_USER_HOME } else { Join-Path $env:USERPROFILE '.m2' }
$cache = Join-Path $userHome "wrapper\dists\$name"

function Find-Cached {
	Get-Item "$cache\bin\mvn.cmd", "$cache\*\bin\mvn.cmd" -ErrorAction SilentlyContinue |
		Select-Object -First 1 -ExpandProperty FullName
}

function Find-Installed {
	$answer = "$(cmd /c 'mvn -B -v 2>nul')"
	if ($answer -match 'Apache Maven (\d+\.\d+\.\d+)' -and [version]$Matches[1] -ge $oldest) {
		'mvn'
	}
}

# Works in a folder of its own and moves the result into place last, so that a fetch
# which is cut short, or a second one beside it, never leaves half a Maven behind.
function Get-Pinned {
	$work = Join-Path $cache ".fetch-$PID"
	New-Item -ItemType Directory -Force $work | Out-Null
	try {
		[Console]::Error.WriteLine("Fetching $url")
		& "$env:SystemRoot\System32\curl.exe" -fsSL -o "$work\archive" $url
		if ($LASTEXITCODE -ne 0) {
			throw "Could not fetch $url"
		}
		if ((Get-FileHash -Algorithm SHA512 "$work\archive").Hash -ne $sha512) {
			throw "The SHA-512 of $url is not the pinned one: refused."
		}
		& "$env:SystemRoot\System32\tar.exe" -xzf "$work\archive" -C $work
		if ($LASTEXITCODE -ne 0) {
			throw "Could not unpack $url"
		}
		Move-Item (Join-Path $work $name) (Join-Path $cache $sha512.Substring(0, 12))
	}
	finally {
		Remove-Item -Recurse -Force $work
	}
	Find-Cached
}

foreach ($source in 'Find-Cached', 'Find-Installed', 'Get-Pinned') {
	$maven = & $source
	if ($maven) {
		$maven
		break
	}
}
