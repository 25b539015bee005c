@echo off
rem Runs Maven on Windows: find-maven.ps1 says which.
setlocal
set "maven="
for /f "usebackq delims=" %%m in (`powershell -NoProfile -ExecutionPolicy Bypass -File "%~dp0.mvn\wrapper\find-maven.ps1"`) do set "maven=%%m"
if not defined maven exit /b 1
"%maven%" %*
