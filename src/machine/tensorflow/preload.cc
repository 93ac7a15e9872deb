// A small addon of Node that loads libraries so that whatever is loaded after them finds their symbols. The addon that
// computes is not linked with TensorFlow by name: whichever TensorFlow was loaded by this one serves it, wherever it is.
#include <dlfcn.h>
#include <fcntl.h>
#include <node_api.h>
#include <unistd.h>

#include <string>

namespace {

// While it lives, nothing reaches stderr: TensorFlow greets there as soon as it is loaded, before it can be told not to.
class Silence {
 public:
  explicit Silence(bool wanted) {
    if (!wanted) return;
    const int nowhere = open("/dev/null", O_WRONLY);
    if (nowhere < 0) return;
    stderr_ = dup(STDERR_FILENO);
    if (stderr_ >= 0) dup2(nowhere, STDERR_FILENO);
    close(nowhere);
  }
  ~Silence() {
    if (stderr_ < 0) return;
    dup2(stderr_, STDERR_FILENO);
    close(stderr_);
  }

 private:
  int stderr_ = -1;
};

// load(path, quietly): undefined, or the loader's words where the library cannot be loaded.
napi_value Load(napi_env env, napi_callback_info info) {
  size_t count = 2;
  napi_value arguments[2];
  size_t length = 0;
  bool quietly = false;
  if (napi_get_cb_info(env, info, &count, arguments, nullptr, nullptr) != napi_ok ||
      napi_get_value_string_utf8(env, arguments[0], nullptr, 0, &length) != napi_ok ||
      napi_get_value_bool(env, arguments[1], &quietly) != napi_ok) {
    napi_throw_type_error(env, nullptr, "load takes the path of a library and whether to be quiet");
    return nullptr;
  }
  std::string path(length, '\0');
  napi_get_value_string_utf8(env, arguments[0], &path[0], length + 1, &length);
  napi_value result;
  const Silence silence(quietly);
  if (dlopen(path.c_str(), RTLD_NOW | RTLD_GLOBAL)) {
    napi_get_undefined(env, &result);
  } else {
    const char* problem = dlerror();
    napi_create_string_utf8(env, problem ? problem : "unknown problem", NAPI_AUTO_LENGTH, &result);
  }
  return result;
}

// setLogLevel(level): what is logged from now on; 2 is errors, 3 only what ends the process. TensorFlow's own variable does not reach all of its logging:
// much of it goes through Abseil, whose functions are named after its version. Where none is found nothing changes.
napi_value SetLogLevel(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value argument;
  int32_t level = 2;
  napi_get_cb_info(env, info, &count, &argument, nullptr, nullptr);
  napi_get_value_int32(env, argument, &level);
  for (const char* version : {"20220623", "20230125", "20230802", "20240116", "20240722", "20250127", "20250512", "20250814"}) {
    const std::string name = std::string("_ZN4absl12lts_") + version + "14SetMinLogLevelENS0_18LogSeverityAtLeastE";
    if (void* function = dlsym(RTLD_DEFAULT, name.c_str())) reinterpret_cast<void (*)(int)>(function)(level);
  }
  return nullptr;
}

void Export(napi_env env, napi_value exports, const char* name, napi_callback callback) {
  napi_value function;
  if (napi_create_function(env, name, NAPI_AUTO_LENGTH, callback, nullptr, &function) == napi_ok)
    napi_set_named_property(env, exports, name, function);
}

}  // namespace

NAPI_MODULE_INIT() {
  Export(env, exports, "load", Load);
  Export(env, exports, "setLogLevel", SetLogLevel);
  return exports;
}
