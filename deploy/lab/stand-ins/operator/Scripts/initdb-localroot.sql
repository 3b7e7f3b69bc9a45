CREATE USER localroot@localhost IDENTIFIED WITH auth_socket AS 'mysql';
GRANT ALL ON *.* TO localroot@localhost WITH GRANT OPTION;
GRANT PROXY ON ''@'' TO localroot@localhost WITH GRANT OPTION;
CREATE USER mysqlhealthchecker@localhost IDENTIFIED WITH auth_socket AS 'mysql';
