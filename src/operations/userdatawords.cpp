#include "operations/userdatawords.h"

#include "openstack/compute/createserver.h"
#include "openstack/compute/userdata.h"

#include <QtCore/QCoreApplication>

namespace oriel::operations {

namespace {

struct UserDataWords
{
    Q_DECLARE_TR_FUNCTIONS(UserDataWords)
};

} // namespace

QString userDataProblem(const QByteArray &userData)
{
    using Kind = openstack::UserDataFault::Kind;
    const openstack::UserDataFault fault = openstack::userDataFault(userData);
    if (fault.kind == Kind::TooLarge)
        return UserDataWords::tr(
                   "The user data is too large: %1 bytes as base64, and %2 are allowed.")
            .arg(QString::number(openstack::encodedSize(userData)),
                 QString::number(openstack::CreateServer::largestUserData));
    if (fault.kind == Kind::NotYaml)
        //: %1: a number; %2: the message of the YAML parser, in English
        return UserDataWords::tr("The user data is not valid YAML. Line %1: %2.")
            .arg(QString::number(fault.line), fault.message);
    return {};
}

} // namespace oriel::operations
