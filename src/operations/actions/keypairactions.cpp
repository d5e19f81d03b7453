#include "operations/actions/actionof.h"
#include "operations/actions/actions.h"

#include "base/privatefile.h"
#include "base/visible.h"
#include "openstack/compute/sshkey.h"
#include "operations/names.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDir>
#include <QtCore/QFileInfo>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

using openstack::KeyFault;
using openstack::KeyPair;

class KeyPairActions
{
    Q_DECLARE_TR_FUNCTIONS(KeyPairActions)

public:
    static void add(std::vector<Action> &actions);

private:
    static ActionOf<KeyPair> create(const QString &key, Words words);
    static Field typeField(std::vector<Field::Option> types);
    static Action import();
    static Action generate();
    static Action remove();
    static QString nameProblem(const Situation &situation, const QString &id, const Values &values);
    static QString keyProblem(const Situation &situation, const QString &id, const Values &values);
    static QString fileProblem(const Situation &situation, const QString &id, const Values &values);
    static Task<StepResult> saveNewKey(ActionOperation *operation);
    static QString whereTheKeyIs(const JournalEntry &entry);
    static Task<void> settleFile(ActionOperation *operation, Outcome outcome);
};

QString KeyPairActions::nameProblem(const Situation &situation, const QString &,
                                    const Values &values)
{
    const QString name = values.value("name"_L1).toString();
    const bool allowed = std::ranges::all_of(name, [](QChar c) {
        return c.unicode() < 0x80 && (c.isLetterOrNumber() || u" _-@."_s.contains(c));
    });
    if (!allowed)
        return tr("Use only letters from A to Z, digits, spaces and the characters _ - @ and .");
    if (name.size() > longestName)
        return tr("The name is too long. It can have up to 255 characters.");
    if (name != name.trimmed())
        return tr("The name starts or ends with a space.");
    const auto &pairs = situation.stores.of<KeyPair>().rows();
    const bool taken = std::ranges::any_of(pairs, [&](const auto &pair) {
        return pair->name.compare(name, Qt::CaseInsensitive) == 0; // as Nova compares them
    });
    return taken ? tr("You already have a key pair with this name.") : QString();
}

QString KeyPairActions::keyProblem(const Situation &, const QString &, const Values &values)
{
    const KeyFault fault = openstack::publicKeyFault(values.value("public_key"_L1).toString());
    if (fault == KeyFault::PrivateKey)
        return tr("This is a private key. Never share it. Use the public key: the file whose name "
                  "ends in “.pub”.");
    if (values.value("type"_L1).toString() == "x509"_L1)
        return fault == KeyFault::Certificate
                   ? QString()
                   : tr("This is not an X.509 certificate in PEM format.");
    switch (fault) {
    case KeyFault::Several:
        return tr("A public key is a single line. This text has several lines.");
    case KeyFault::Certificate:
        return tr("This is an X.509 certificate. Choose that type, or use a public SSH key.");
    case KeyFault::UnknownType:
        return tr("The cloud does not accept this type of key. Use an Ed25519, ECDSA or RSA key.");
    case KeyFault::Empty:
    case KeyFault::NotAKey:
        return tr("This is not a public SSH key. A public key starts with its type, for example "
                  "“ssh-ed25519”.");
    case KeyFault::PrivateKey:
    case KeyFault::None:
        break;
    }
    return {};
}

QString KeyPairActions::fileProblem(const Situation &, const QString &, const Values &values)
{
    const QFileInfo file(values.value("file"_L1).toString());
    if (!file.isAbsolute())
        return tr("Enter the whole path, starting with “/” or “~/”.");
    if (file.exists() || file.isSymLink())
        return tr("This file already exists, and Oriel never overwrites a private key. Choose "
                  "another name.");
    if (!file.dir().exists())
        return tr("The folder %1 does not exist.").arg(isolated(file.path()));
    return {};
}

/// What both ways to create one share: Nova gets a public key.
ActionOf<KeyPair> KeyPairActions::create(const QString &key, Words words)
{
    return ActionOf<KeyPair>(key, std::move(words))
        .makesNew()
        .asks({.key = u"name"_s, .label = tr("Name"), .required = true, .problem = nameProblem})
        .sends([](const ActionOperation &operation) {
            QJsonObject pair{{u"name"_s, operation.target().name},
                             {u"public_key"_s, operation.text("public_key"_L1).trimmed()}};
            if (operation.text("type"_L1) == "x509"_L1) // Nova before 2.2 knows no types
                pair.insert(u"type"_s, u"x509"_s);
            return openstack::Create<KeyPair>{pair};
        })
        .traced([](ActionOperation *operation) {
            return traceInList(
                operation->context(), openstack::List<KeyPair>{},
                [name = operation->target().name,
                 key = operation->text("public_key"_L1).trimmed()](const KeyPair &pair) {
                    return pair.name == name && pair.publicKey.trimmed() == key;
                });
        })
        .until([](const KeyPair &pair, const Values &values) {
            return pair.publicKey.trimmed() == values.value("public_key"_L1).toString().trimmed()
                       ? Progress::Done
                       : Progress::Failed;
        })
        .fails([](const KeyPair &, const QString &) {
            return tr("There is another key pair of this name now.");
        });
}

/// `types`: the first is the default.
Field KeyPairActions::typeField(std::vector<Field::Option> types)
{
    const QString preset = types.front().value;
    return {
        .key = u"type"_s,
        .label = tr("Type"),
        .help = tr("Type of the key pair: ssh (the default) or, with --public-key, x509."),
        .type = Field::Type::Choice,
        .options = [types = std::move(types)](const Situation &, const QString &) { return types; },
        .preset =
            [preset](const Situation &, const QString &) {
                return QJsonValue(preset);
            }};
}

Action KeyPairActions::import()
{
    return create(u"import-key-pair"_s,
                  {tr("Import public key…"), tr("Import the public key “%1”"),
                   tr("The public key “%1” is being imported."),
                   tr("The public key “%1” was imported."),
                   tr("The public key “%1” was not imported."),
                   tr("It is not known whether the public key “%1” was imported.")})
        .icon(u"upload"_s)
        .primary()
        .summary(tr("Import a public key"))
        .needs({u"name"_s, u"public_key"_s})
        .asks(typeField({{u"ssh"_s, tr("SSH key")}, {u"x509"_s, tr("X.509 certificate")}}))
        .asks(
            {.key = u"public_key"_s,
             .label = tr("Public key"),
             .help = tr(
                 "Import the public key in this file, usually the one whose name ends in “.pub”."),
             .type = Field::Type::Lines,
             .required = true,
             .hint = tr("The content of the file whose name ends in “.pub”."),
             .folder = QDir::home().filePath(u".ssh"_s),
             .problem = keyProblem})
        .command([](const QString &target, const Values &values) {
            QStringList words{u"openstack"_s, u"keypair"_s, u"create"_s, u"--public-key"_s,
                              target + u".pub"_s};
            if (const QString type = values.value("type"_L1).toString(); type != "ssh"_L1)
                words << u"--type"_s << type;
            return words << target;
        });
}

Action KeyPairActions::generate()
{
    return create(u"generate-key-pair"_s,
                  {tr("Generate key pair…"), tr("Generate the key pair “%1”"),
                   tr("The key pair “%1” is being generated."),
                   tr("The key pair “%1” was generated."),
                   tr("The key pair “%1” was not generated."),
                   tr("It is not known whether the key pair “%1” was generated.")})
        .icon(u"key"_s)
        .summary(tr("Generate a key pair"))
        .frequent()
        .needs({u"name"_s, u"file"_s})
        .asks(typeField({{u"ssh"_s, tr("SSH key")}}))
        .asks({.key = u"file"_s,
               .label = tr("Save the private key as"),
               .help = tr("Make a key pair (Ed25519) on this computer, and save the private key in "
                          "this new file. Only you can read the file, and it is the only copy: "
                          "neither Oriel nor the cloud keeps one."),
               .type = Field::Type::NewFile,
               .required = true,
               .hint = tr("The key (Ed25519) is made on this computer. Only you can read the file, "
                          "and it is the only copy: neither Oriel nor the cloud keeps one."),
               .derived =
                   [](const Situation &, const QString &, const Values &values) {
                       const QString name = values.value("name"_L1).toString();
                       const QDir home = QDir::home();
                       const QString folder = home.exists(u".ssh"_s) ? u".ssh/"_s : QString();
                       return name.isEmpty() ? QJsonValue(QJsonValue::Undefined)
                                             : QJsonValue(home.filePath(folder + name));
                   },
               .problem = fileProblem})
        .prepares(
            [](const ActionOperation &operation) {
                return Stage{
                    tr("Save the private key as %1").arg(isolated(operation.text("file"_L1)))};
            },
            saveNewKey)
        .after(settleFile)
        .says(whereTheKeyIs)
        .command([](const QString &target, const Values &values) {
            return QStringList{u"openstack"_s,
                               u"keypair"_s,
                               u"create"_s,
                               u"--private-key"_s,
                               values.value("file"_L1).toString(),
                               target};
        });
}

/// Whether the file is still the one that saveNewKey() has written.
bool isOurs(const QString &path, const QString &publicKey)
{
    constexpr qint64 largest = qint64{64} * 1024;
    QFile file(path);
    return !publicKey.isEmpty() && file.size() <= largest && file.open(QIODevice::ReadOnly) &&
           openstack::isPrivateKeyOf(file.readAll(), publicKey);
}

Task<Result<std::optional<Facts>>> findFile(QString path, Facts intent)
{
    const bool ours = isOurs(path, intent.value("public_key"_L1).toString());
    co_return ours ? std::optional(intent) : std::nullopt;
}

/// Before anything is sent, so that a lost answer cannot lose the key. The journal gets the public
/// key first, so that a later run of Oriel recognizes the file.
Task<StepResult> KeyPairActions::saveNewKey(ActionOperation *operation)
{
    const QString path = operation->text("file"_L1);
    const auto key =
        std::make_shared<const openstack::NewKey>(openstack::makeKey(operation->target().name));
    const auto save = [path, key](QObject *, const std::function<void(Result<Facts>)> &then) {
        const Result<Nothing> saved = writePrivateFile(path, key->privateKey);
        if (saved.ok()) {
            then(Facts{{u"public_key"_s, key->publicKey}});
            return;
        }
        Error error = saved.error();
        if (error.kind == ErrorKind::Conflict)
            error.kind = ErrorKind::BadRequest; // the user chooses another name
        then(error);
    };
    auto saving = operation->once(
        {.name = u"save"_s,
         .send = [save] { return Awaitable<Result<Facts>>{save}; },
         .trace = {.find = [path](const Facts &intent) { return findFile(path, intent); },
                   .polls = 1},
         .intent = {{u"public_key"_s, key->publicKey}}});
    StepResult saved = co_await std::move(saving);
    co_return saved;
}

Task<void> KeyPairActions::settleFile(ActionOperation *operation, Outcome outcome)
{
    const QString path = operation->text("file"_L1);
    if (!isOurs(path, operation->text("public_key"_L1)))
        co_return; // it was not written
    if (outcome == Outcome::Unclear)
        operation->addNote(tr("The private key is in %1. Delete this file if you find that the key "
                              "pair was not generated.")
                               .arg(path));
    else if (outcome != Outcome::Succeeded && QFile::remove(path))
        operation->addNote(tr("The file %1 was deleted again.").arg(path));
}

QString KeyPairActions::whereTheKeyIs(const JournalEntry &entry)
{
    const Values values = entry.intent.value("values"_L1).toObject();
    const QString path = values.value("file"_L1).toString();
    return entry.outcome == Outcome::Succeeded && !path.isEmpty()
               //: %1: the name of a key pair; %2: the path of a file
               ? tr("The key pair “%1” was generated. The private key is in %2.")
                     .arg(isolated(values.value("name"_L1).toString()), isolated(path))
               : QString();
}

Action KeyPairActions::remove()
{
    return ActionOf<KeyPair>(u"delete-key-pair"_s,
                             {tr("Delete"), tr("Delete the key pair “%1”"),
                              tr("The key pair “%1” is being deleted."),
                              tr("The key pair “%1” was deleted."),
                              tr("The key pair “%1” was not deleted."),
                              tr("It is not known whether the key pair “%1” was deleted.")})
        .icon(u"trash-2"_s)
        .summary(tr("Delete key pairs"))
        .frequent()
        .shortcut(u"Del"_s)
        .warns([](const QStringList &names) {
            const auto count = static_cast<int>(names.size());
            if (count > 1)
                return Confirmation{
                    tr("Delete %n key pair(s)?", nullptr, count),
                    tr("The cloud cannot give the public keys back. Instances that were launched "
                       "with these key pairs keep the keys and are not affected, but new instances "
                       "can no longer be launched with them, in any project."),
                    tr("Delete %n key pair(s)", nullptr, count)};
            return Confirmation{
                tr("Delete the key pair “%1”?").arg(isolated(names.value(0))),
                tr("The cloud cannot give the public key back. Instances that were launched with "
                   "this key pair keep the key and are not affected, but new instances can no "
                   "longer be launched with it, in any project."),
                tr("Delete key pair")};
        })
        .deletes()
        .command([](const QString &target, const Values &) {
            return QStringList{u"openstack"_s, u"keypair"_s, u"delete"_s, target};
        });
}

void KeyPairActions::add(std::vector<Action> &actions)
{
    actions.push_back(import());
    actions.push_back(generate());
    actions.push_back(remove());
}

} // namespace

void addKeyPairActions(std::vector<Action> &actions)
{
    KeyPairActions::add(actions);
}

} // namespace oriel::operations
