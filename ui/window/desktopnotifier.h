#pragma once

#include <QtCore/QObject>

namespace oriel::ui {

/// Tells the desktop what happened while the window is not in front. Says nothing where no desktop
/// listens. https://specifications.freedesktop.org/notification-spec/latest/
class DesktopNotifier : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;
    void show(const QString &title, const QString &text, bool failed);
};

} // namespace oriel::ui
