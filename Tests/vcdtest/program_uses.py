"""Which programs a file of this project starts, and which other files, as far as that can be read in it."""

import ast
import re

from vcdtest import HERE, ROOT, programs

# Whose first word is the program. The receiver `self` is a PC of this machine's own, but in the modules below.
DOORS = {"program", "run", "start", "start_command", "finished", "times"}
OTHER_PCS = {"pc.py", "container.py", "machine.py", "power.py", "devtools.py"}
PAST_THE_DOOR = {"subprocess": {"run", "Popen", "call", "check_call", "check_output"}, "os": {"system", "popen"}}
KEYWORDS = {
    "if", "then", "else", "elif", "fi", "for", "while", "until", "do", "done", "case", "esac", "in", "function", "time",
    "select",
}
BUILTINS = {
    "break", "cd", "command", "continue", "declare", "echo", "eval", "exec", "exit", "export", "false", "kill", "local",
    "printf", "pwd", "read", "return", "set", "shift", "test", "trap", "true", "type", "ulimit", "umask", "unset",
    "wait",
}
# What starts what comes behind it.
PREFIXES = {"exec", "sudo", "env", "time", "xargs", "timeout", "nice", "step", "beside", "check", "command"}


class Uses:
    """`programs` by name, `files` that are started or imported, and `strays`: what goes past the door."""

    def __init__(self, path):
        self.path = path
        self.programs = set()
        self.files = set()
        self.strays = []
        text = path.read_text(errors="replace")
        if path.suffix == ".swift":
            self.read_swift(text)
        elif path.suffix == ".py" or re.match(r"#!.*python3", text):
            self.read_python(ast.parse(text))
        elif text.startswith("#!"):
            self.read_shell(text)

    def start(self, name):
        name = name.rsplit("/", 1)[-1] if re.match(r"/(usr/)?s?bin/", name) else name
        if "/" not in name:
            self.programs.add(name)

    # Python

    def read_python(self, tree):
        is_alone = "vcdtest" not in self.path.parts and not any(
            isinstance(node, ast.ImportFrom) and (node.module or "").startswith("vcdtest") for node in ast.walk(tree)
        )
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "vcdtest":
                self.follow_import(node)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                self.follow(node.value)
            elif isinstance(node, ast.Assign) and any(getattr(name, "id", "") == "needs" for name in node.targets):
                self.programs.update(element.value for element in node.value.elts)
            elif isinstance(node, ast.Call):
                self.read_call(node, is_alone or "inside" in self.path.parts)

    def follow_import(self, node):
        module = node.module.split(".")[1:]
        names = [alias.name for alias in node.names]
        # Constants alone start nothing.
        if module and all(name.isupper() for name in names):
            return
        for name in module or names:
            if (HERE / f"{name}.py").exists():
                self.files.add(HERE / f"{name}.py")

    def follow(self, text):
        """A word that names a file of the project, a folder of tests, or a module."""
        if not re.fullmatch(r"\w[\w./-]*", text):
            return
        self.files.update(place for place in (ROOT / text, HERE / text) if place.is_file())
        if text.startswith("Tests/"):
            self.files.update((ROOT / text).glob("*_test.py"))
        if text.startswith("vcdtest.") and (HERE / f"{text[8:]}.py").exists():
            self.files.add(HERE / f"{text[8:]}.py")

    def read_call(self, node, is_alone):
        function = node.func
        name = getattr(function, "attr", getattr(function, "id", ""))
        receiver = ast.unparse(function.value) if isinstance(function, ast.Attribute) else ""
        if name == "Step":
            self.read_words(node.args[1:2])
        elif name == "CDLL" and node.args and isinstance(node.args[0], ast.Constant) and node.args[0].value:
            self.programs.add(node.args[0].value)
        elif name in PAST_THE_DOOR.get(receiver, ()) and self.path.name != "programs.py":
            if not is_alone:
                self.strays.append(f"{self.path.relative_to(ROOT)}:{node.lineno}: {receiver}.{name} goes past the door")
            self.read_words(node.args)
        elif name in DOORS and (receiver in ("", "programs") or receiver in ("self", "station")
                                and self.path.name not in OTHER_PCS):
            self.read_words(node.args)

    def read_words(self, arguments):
        """The first word, and the first one behind words that are kept elsewhere: those begin with a program, too."""
        if arguments and isinstance(arguments[0], (ast.List, ast.Tuple)):
            arguments = arguments[0].elts
        if any(isinstance(word, ast.Constant) and word.value == "venv" for word in arguments):
            self.programs.add("venv")
        is_first = True
        for word in arguments:
            if is_first and isinstance(word, ast.Constant) and isinstance(word.value, str) and word.value[:1] != "-":
                self.start(word.value)
            is_first = isinstance(word, ast.Starred)

    # Swift

    def read_swift(self, text):
        if "posix_spawn" not in text and "import Subprocess" not in text:
            return
        for pattern in (r'\["([\w./+-]+)",', r'\.name\("([\w.+-]+)"\)', r'posix_spawnp\(&\w+, "([\w.+-]+)"'):
            for name in re.findall(pattern, text):
                if not re.fullmatch(r"-.*|[A-Z].*", name):
                    self.start(name)

    # Shell

    def read_shell(self, text):
        functions = set(re.findall(r"^ *([\w-]+)\(\)", text, re.MULTILINE))
        for command in commands(text):
            self.read_command(command, functions)
        for word in re.findall(r"(?<![\w/.])\w[\w./-]*", text):
            if "/" in word or word.startswith("vcdtest."):
                self.follow(word)
        if "swift test" in text:
            self.files.update(path for path in (ROOT / "Tests").glob("*Tests/**/*.swift"))
        if re.search(r"-m venv\b", text):
            self.programs.add("venv")

    def read_command(self, words, functions):
        known = {*programs.packages(), *programs.TOOLCHAIN}
        while words:
            word = words.pop(0)
            if re.match(r"[A-Za-z_]\w*\+?=", word) or word in KEYWORDS or word in ("!", "{", "}", "(", "[", "[["):
                if word in ("[", "[["):
                    return
                continue
            if word in PREFIXES or word in functions:
                # Of the words behind only those that are programs are known.
                self.programs.update(set(words) & known)
                return
            if re.fullmatch(r"[a-z][\w.+-]*", word) and word not in BUILTINS:
                self.start(word)
            return


SUBSTITUTED = re.compile(r"\$\(([^()]*)\)")


def commands(text):
    """The simple commands of a shell script, as lists of words. Texts in quotes are left out, and here documents."""
    text = re.sub(r"<<-?(\w+)\n.*?\n\1\n", "\n", text, flags=re.DOTALL)
    text = re.sub(r"(^|\s)#.*", r"\1", text)
    text = re.sub(r"\\\n", " ", text)
    text = re.sub(r"'[^']*'", "_", text)
    # What is in quotes may hold a command of its own.
    text = re.sub(r'"((?:[^"\\]|\\.)*)"', lambda quoted: " ; ".join(["_", *SUBSTITUTED.findall(quoted[1])]), text)
    text = re.sub(r"\$\{[^}]*\}|\$\(\(.*?\)\)|^\s*[^\s()]+\)\s", " _ ", text, flags=re.MULTILINE)
    text = re.sub(r"\w+\+?=\([^)]*\)|(declare|local) -A \w+", " ", text)
    text = re.sub(r"[0-9]*[<>]+&?\s*\S*", " ", text)
    for part in re.split(r"[;\n|&()`]|\$\(|\bdo\b|\bthen\b|\belse\b", text):
        words = part.replace("{", " ").replace("}", " ").split()
        if words and words[0] not in ("for", "case", "select"):
            yield words
