#pragma once

#include <QtCore/QJsonObject>
#include <QtCore/QMap>
#include <QtWidgets/QWidget>

#include <vector>

class QLineEdit;
class QToolButton;
class QVBoxLayout;

namespace oriel::ui {

class Theme;

/// Lines of a key and a value each, which can be added and removed.
class PairEdits final : public QWidget
{
    Q_OBJECT

public:
    PairEdits(Theme &theme, const QMap<QString, QString> &pairs, QWidget *parent = nullptr);

    /// What was changed since the beginning, by key: the new value, or null if it was removed.
    [[nodiscard]] QJsonObject changes() const;
    /// Why it cannot be used, as a sentence; empty: it can.
    [[nodiscard]] QString problem() const;

Q_SIGNALS:
    void edited();

private:
    struct Line
    {
        QWidget *whole;
        QLineEdit *key;
        QLineEdit *value;
        QToolButton *remove;
    };
    void addLine(const QString &key, const QString &value);
    void removeLine(QWidget *whole);
    static void nameLine(const Line &line);
    [[nodiscard]] QMap<QString, QString> pairs() const;

    Theme &m_theme;
    QMap<QString, QString> m_before;
    std::vector<Line> m_lines;
    QVBoxLayout *m_column;
    QToolButton *m_add;
};

} // namespace oriel::ui
