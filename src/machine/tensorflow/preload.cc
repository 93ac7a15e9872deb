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

}  // namespace

NAPI_MODULE_INIT() {
  napi_value load;
  if (napi_create_function(env, "load", NAPI_AUTO_LENGTH, Load, nullptr, &load) == napi_ok)
    napi_set_named_property(env, exports, "load", load);
  return exports;
}
