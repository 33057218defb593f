@echo off
rem Starts Tandem: bin\tandem COMMAND [OPTIONS]. JAVA_HOME chooses the Java, TANDEM_OPTS adds options for it.
setlocal
set "TANDEM_JAVA=java"
if not defined JAVA_HOME goto look
set "TANDEM_JAVA=%JAVA_HOME%\bin\java"
if exist "%TANDEM_JAVA%.exe" goto found
goto missing
:look
where java >nul 2>&1
if not errorlevel 1 goto found
:missing
echo tandem: no Java found. Install Java 17 or later, or set JAVA_HOME. 1>&2
exit /b 2
:found
rem Why these options: see bin/tandem.
"%TANDEM_JAVA%" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xlog:disable -Xlog:all=error:stderr %TANDEM_OPTS% -jar "%~dp0..\tandem.jar" %*
exit /b %ERRORLEVEL%
