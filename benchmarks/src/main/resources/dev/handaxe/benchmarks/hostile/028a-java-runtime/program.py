import java

print(java.type("java.lang.Runtime").getRuntime().exec("cat @CANARY_FILE@"))
