@echo off
rem Starts Tandem: bin\tandem COMMAND [OPTIONS]. JAVA_HOME chooses the Java, TANDEM_OPTS adds options for it.
setlocal
set "TANDEM_JAVA=java"
if defined JAVA_HOME set "TANDEM_JAVA=%JAVA_HOME%\bin\java"
"%TANDEM_JAVA%" -XX:+UseSerialGC %TANDEM_OPTS% -jar "%~dp0..\tandem.jar" %*
exit /b %ERRORLEVEL%
